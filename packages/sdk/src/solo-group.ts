import type { Context } from '@opentelemetry/api';
import type { HostProcessor, HostSpan, ProcessorGroup } from './provider-shape';

/**
 * Makes a group of the one processor that a provider of OpenTelemetry 1.x starts with where it was given none:
 * the exporter of `OTEL_TRACES_EXPORTER`, or one that does nothing.
 */
export class SoloGroup implements ProcessorGroup, HostProcessor {
  /** The processor that was there. */
  readonly solo: HostProcessor;
  _spanProcessors: HostProcessor[];

  /**
   * @param solo - The processor that was there.
   */
  constructor(solo: HostProcessor) {
    this.solo = solo;
    this._spanProcessors = [solo];
  }

  onStart(span: HostSpan, parentContext: Context): void {
    for (const processor of this._spanProcessors) {
      processor.onStart(span, parentContext);
    }
  }

  onEnd(span: HostSpan): void {
    for (const processor of this._spanProcessors) {
      processor.onEnd(span);
    }
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this._spanProcessors.map((processor) => processor.forceFlush()));
  }

  async shutdown(): Promise<void> {
    await Promise.all(this._spanProcessors.map((processor) => processor.shutdown()));
  }
}
