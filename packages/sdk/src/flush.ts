import { getRuntime, warnTelemetryFailed } from '@botanu/core/authoring';

/** How long to wait for a collector. */
export interface FlushOptions {
  /**
   * In milliseconds.
   * @defaultValue 5000
   */
  readonly timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 5000;

/**
 * Sends every span that has ended, while botanu stays switched on. For handlers whose process is frozen as soon as they
 * return (AWS Lambda, Cloud Functions, Vercel): what has not left by then leaves at the next call, or never.
 *
 * Call it when the event is over: its run span ends with it. A span that is still open is not sent.
 *
 * @param options - How long to wait at most. What could not be sent by then is sent later, as far as the process runs.
 * @returns A promise that is fulfilled when everything has arrived or the time is up. It is never rejected.
 * @example
 * ```ts
 * export async function handler(order: { id: string; customerId: string }) {
 *   const options = { eventId: order.id, customerId: order.customerId, workflow: 'Orders' };
 *   const result = await event(options, async () => 'booked');
 *   await flush({ timeoutMs: 2000 });
 *   return result;
 * }
 * ```
 */
export async function flush({ timeoutMs = DEFAULT_TIMEOUT_MS }: FlushOptions = {}): Promise<void> {
  const { activation } = getRuntime();
  if (activation?.flush === undefined) {
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([activation.flush(), timeUp]);
  } catch (error) {
    warnTelemetryFailed('flush', error);
  } finally {
    clearTimeout(timer);
  }
}
