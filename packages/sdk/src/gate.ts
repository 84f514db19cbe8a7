import type { Context } from '@opentelemetry/api';
import type { HostProcessor, HostSpan } from './provider-shape';
import type { UpgradedSpans } from './upgraded-spans';

/** What a {@link Gate} is built from. */
export interface GateOptions {
  readonly upgraded: UpgradedSpans;
  /** What the processor is handed when a span has ended: the span, or a view of it. */
  readonly viewOf: (span: HostSpan) => HostSpan;
  /** Our own processors, which come after it: they get the span although this one throws. */
  readonly tail: Pick<HostProcessor, 'onStart' | 'onEnd'>;
}

/**
 * Stands before a span processor of the host and hands it exactly the spans that it got without us. What the
 * processor throws is thrown.
 */
export class Gate implements HostProcessor {
  /** The host's own. */
  readonly inner: HostProcessor;
  readonly #options: GateOptions;

  /**
   * @param inner - The host's own processor.
   * @param options - What to hold back.
   */
  constructor(inner: HostProcessor, options: GateOptions) {
    this.inner = inner;
    this.#options = options;
  }

  onStart(span: HostSpan, parentContext: Context): void {
    const { upgraded, tail } = this.#options;
    if (upgraded.has(span)) {
      return;
    }
    try {
      this.inner.onStart(span, parentContext);
    } catch (error) {
      tail.onStart(span, parentContext);
      throw error;
    }
  }

  onEnding(span: HostSpan): void {
    if (!this.#options.upgraded.has(span)) {
      this.inner.onEnding?.(span);
    }
  }

  onEnd(span: HostSpan): void {
    const { upgraded, viewOf, tail } = this.#options;
    if (upgraded.has(span)) {
      return;
    }
    try {
      this.inner.onEnd(viewOf(span));
    } catch (error) {
      tail.onEnd(span);
      throw error;
    }
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}
