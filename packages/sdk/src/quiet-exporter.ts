import { warnOnce } from '@botanu/core/authoring';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { outsideDatadog } from './outside-datadog';

/**
 * An exporter whose failures are one line and a count. OpenTelemetry's own error handler logs every failed
 * batch with its stack, for as long as a collector is away.
 */
export class QuietExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #destination: string;

  /**
   * @param exporter - Does the work.
   * @param destination - Where it sends to, for the warning: without credentials.
   */
  constructor(exporter: SpanExporter, destination: string) {
    this.#exporter = exporter;
    this.#destination = destination;
  }

  export(spans: ReadableSpan[], resultCallback: (result: ExportResult) => void): void {
    outsideDatadog(() => this.#export(spans, resultCallback));
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #export(spans: ReadableSpan[], resultCallback: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.FAILED) {
        warnOnce(
          'BOTANU_EXPORT_FAILED',
          `spans could not be delivered to ${this.#destination} (${result.error?.message ?? 'no reason given'}); ` +
            'those of this batch are lost. Is a collector listening there?',
          this.#destination,
        );
      }
      resultCallback({ code: ExportResultCode.SUCCESS });
    });
  }
}
