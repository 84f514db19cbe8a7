import type { Batch } from './batch';
import type { Destination } from './destination';
import type { Outcome } from './outcome';
import type { AnySpanExporter, ExporterDeliveryOptions, ExporterResult } from './types';
import { untraced } from './untraced';

const MAX_CONCURRENT_EXPORTS = 4;

/** A span exporter that was given: what it cannot deliver is lost, since it does not say why. */
export class ExporterDestination implements Destination {
  readonly name: string;
  readonly isEncoded = false;
  readonly maxConcurrency: number;
  readonly #exporter: AnySpanExporter;
  readonly #timeoutMs: number;

  /**
   * @param options - The exporter.
   * @param timeoutMs - How long one call of it may take.
   * @throws TypeError where it is none; RangeError where too many calls are asked for.
   */
  constructor(options: ExporterDeliveryOptions, timeoutMs: number) {
    const { exporter, maxConcurrentExports = 1 } = options;
    if (typeof exporter?.export !== 'function' || typeof exporter.shutdown !== 'function') {
      throw new TypeError('DeliverySpanProcessor: exporter is no span exporter. Give it one, or a url.');
    }
    if (
      !Number.isInteger(maxConcurrentExports) ||
      maxConcurrentExports < 1 ||
      maxConcurrentExports > MAX_CONCURRENT_EXPORTS
    ) {
      throw new RangeError(
        `DeliverySpanProcessor: maxConcurrentExports is not a whole number from 1 to ${MAX_CONCURRENT_EXPORTS}.`,
      );
    }
    this.name = exporter.constructor.name;
    this.maxConcurrency = maxConcurrentExports;
    this.#exporter = exporter;
    this.#timeoutMs = timeoutMs;
  }

  send(batch: Batch): Promise<Outcome> {
    return new Promise((resolve) => {
      const deadline = setTimeout(() => resolve(failed('TIMEOUT')), this.#timeoutMs).unref();
      const onResult = (result: ExporterResult): void => {
        clearTimeout(deadline);
        resolve(
          result.code === 0
            ? { kind: 'delivered', rejectedCount: 0 }
            : failed(result.error?.name ?? 'no reason given'),
        );
      };
      try {
        untraced(() => this.#exporter.export(batch.spans as never[], onResult));
      } catch (error) {
        onResult({ code: 1, error: error as Error });
      }
    });
  }

  async flush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  close(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

function failed(cause: string): Outcome {
  return { kind: 'refused', cause, reason: 'export_failed' };
}
