import { getRuntime } from '@botanu/core/authoring';
import { sumOfStats } from './account';
import type { DeliveryStats } from './types';

/**
 * A processor, as the end of the process sees it.
 * @example
 * ```ts
 * const participant: Participant = { drain: async () => {}, isIdle: () => true, abandon: () => {} };
 * ```
 */
export interface Participant {
  /** Sends everything, waiting at most as long as `shutdown()` would; resolves in any case. */
  drain(): Promise<void>;
  /** Whether there is anything to send. */
  isIdle(): boolean;
  /** Synchronously: the rest goes to the spool, or is counted as lost. */
  abandon(): void;
}

/** What all copies of this package in one thread share: see `Runtime` of `@botanu/core`. */
export interface DeliveryRuntime {
  /** Who wants to know when the process ends. */
  readonly participants: Set<Participant>;
  /** Takes the listeners out again; undefined while there are none. */
  removeListeners: (() => void) | undefined;
  /** The accounts of all processors that were ever made. */
  readonly accounts: Set<() => DeliveryStats>;
}

/** The shared state, made by whichever copy of this package asks first. */
export function getDeliveryRuntime(): DeliveryRuntime {
  const runtime = getRuntime();
  runtime.delivery ??= {
    participants: new Set(),
    removeListeners: undefined,
    accounts: new Set(),
  } satisfies DeliveryRuntime;
  return runtime.delivery as DeliveryRuntime;
}

/**
 * The account of every {@link DeliverySpanProcessor} of this thread, those that were shut down included.
 *
 * @returns Counts of spans since the start of the process.
 * @example
 * ```ts
 * const { created, delivered, dropped } = getDeliveryStats();
 * console.log(created, delivered, dropped); // 0 0 {}
 * ```
 */
export function getDeliveryStats(): DeliveryStats {
  return sumOfStats([...getDeliveryRuntime().accounts].map((stats) => stats()));
}
