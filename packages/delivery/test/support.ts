import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { DeliverySpanProcessor, type DeliveryStats, type OtlpDeliveryOptions } from '../src';

/** A provider of OpenTelemetry's with a delivery processor, and the ids of all spans that it has made. */
export interface Sender {
  readonly processor: DeliverySpanProcessor;
  readonly createdIds: string[];
  /** Starts and ends spans, all at once. */
  makeSpans(count: number, attributes?: Readonly<Record<string, string | number>>): void;
}

/**
 * Makes a real provider that delivers to a receiver.
 *
 * @param receiver - Where to.
 * @param options - Of the processor, beside the URL.
 */
export function startSender(
  receiver: Pick<OtlpReceiver, 'url'>,
  options: Partial<OtlpDeliveryOptions> = {},
): Sender {
  const processor = new DeliverySpanProcessor({
    url: `${receiver.url}/v1/traces`,
    handleExit: false,
    // Enough for the slowest machine: the tests of the limit set their own.
    shutdownTimeoutMs: 30_000,

    ...options,
  });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer('test');
  const createdIds: string[] = [];
  return {
    processor,
    createdIds,
    makeSpans: (count, attributes = { 'ticket.id': 'T-1', tokens: 42 }) => {
      for (let index = 0; index < count; index += 1) {
        const span = tracer.startSpan('work', { attributes });
        createdIds.push(span.spanContext().spanId);
        span.end();
      }
    },
  };
}

/** The ids of the spans that a receiver has accepted, as often as it has accepted them. */
export function receivedIds(receiver: OtlpReceiver): string[] {
  return receiver.spans.map(({ spanId }) => spanId);
}

/** Two multisets of span ids, compared. */
export interface Comparison {
  readonly missingCount: number;
  readonly duplicateCount: number;
  /** Spans that nobody has made. */
  readonly foreignCount: number;
}

/** Compares what was made with what was received. */
export function compareIds(created: readonly string[], received: readonly string[]): Comparison {
  const counts = new Map<string, number>(created.map((id) => [id, 0]));
  let foreignCount = 0;
  for (const id of received) {
    const count = counts.get(id);
    if (count === undefined) {
      foreignCount += 1;
    } else {
      counts.set(id, count + 1);
    }
  }
  const all = [...counts.values()];
  return {
    missingCount: all.filter((count) => count === 0).length,
    duplicateCount: all.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    foreignCount,
  };
}

/** What an account has to balance to. */
export function balanceOf({ created, recovered, delivered, queued, onDisk, dropped }: DeliveryStats): number {
  const droppedCount = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return created + recovered - delivered - queued - onDisk - droppedCount;
}

/** A folder that is removed again. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'botanu-delivery-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isSo()) {
    if (Date.now() > deadline) {
      throw new Error(`not so after ${timeoutMs} ms: ${isSo}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
