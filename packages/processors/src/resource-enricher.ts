import { warnOnce, warnTelemetryFailed } from '@botanu/core/authoring';
import type { Attributes } from '@opentelemetry/api';
import { type CostedSpan, inferResourceCost } from './infer-resource-cost';
import type { WrappedSpanProcessor } from './sampled-span-processor';

/** A span that is about to end, and can still be written to: OpenTelemetry SDK 2.3 and later. */
export interface EndingSpan extends CostedSpan {
  /** Adds attributes. */
  setAttributes(attributes: Attributes): unknown;
}

/**
 * A span processor that infers, as a span ends, what the resource that it used costs by: `botanu.cloud_provider`
 * from the attributes of cloud clients, databases, queues and hosts, `botanu.bytes_transferred` from the sizes of
 * HTTP bodies and from what botanu's trackers count. Spans of model calls are left alone, and so is a value that is
 * there already. It never throws and holds nothing back.
 *
 * With OpenTelemetry SDK 2.3 and later it writes on the span itself (`onEnding`): every processor sees it, wherever
 * in the list it stands. Spans of 1.x and of 2.0 to 2.2 are sealed when they end, so it wraps the processor that
 * exports, and hands that one a view of the span. An instance is for one provider.
 *
 * @example
 * ```ts
 * import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 *
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [new ResourceEnricher(new BatchSpanProcessor(new ConsoleSpanExporter()))],
 * });
 * ```
 */
export class ResourceEnricher {
  readonly #wrapped: WrappedSpanProcessor | undefined;
  /** Whether the provider says when a span is about to end. */
  #canWrite = false;

  /**
   * @param wrapped - The processor that exports. It may be left out with OpenTelemetry SDK 2.3 and later.
   * @throws TypeError where it is no span processor.
   */
  constructor(wrapped?: WrappedSpanProcessor) {
    if (wrapped !== undefined && typeof wrapped?.onEnd !== 'function') {
      throw new TypeError(
        'ResourceEnricher wraps a span processor, or none. Write new ResourceEnricher(new BatchSpanProcessor(exporter)).',
      );
    }
    this.#wrapped = wrapped;
  }

  /**
   * Hands the span on.
   *
   * @param span - The span that starts.
   * @param parentContext - The context that it starts in.
   */
  onStart(span: object, parentContext: object): void {
    this.#wrapped?.onStart(span as never, parentContext as never);
  }

  /**
   * Writes what can be inferred on the span.
   *
   * @param span - The span that is about to end.
   */
  onEnding(span: EndingSpan): void {
    this.#canWrite = true;
    try {
      const inferred = inferResourceCost(span);
      if (inferred !== undefined) {
        span.setAttributes(inferred);
      }
    } catch (error) {
      warnTelemetryFailed('infer what a span costs by', error);
    }
    this.#wrapped?.onEnding?.(span as never);
  }

  /**
   * Hands the span on; where it could not be written to, a view of it.
   *
   * @param span - The span that has ended.
   */
  onEnd(span: CostedSpan): void {
    if (this.#wrapped !== undefined) {
      this.#wrapped.onEnd((this.#canWrite ? span : toView(span)) as never);
    } else if (!this.#canWrite) {
      warnOnce(
        'BOTANU_INVALID_CONFIGURATION',
        'ResourceEnricher cannot write on the spans of this OpenTelemetry SDK (before 2.3); nothing is inferred. Write new ResourceEnricher(new BatchSpanProcessor(exporter)).',
        'ResourceEnricher',
      );
    }
  }

  /** Asks the wrapped processor to. */
  forceFlush(): Promise<void> {
    return this.#wrapped?.forceFlush() ?? Promise.resolve();
  }

  /** Asks the wrapped processor to. */
  shutdown(): Promise<void> {
    return this.#wrapped?.shutdown() ?? Promise.resolve();
  }
}

/** All processors share one span object, so it is not changed: what is added is on the view alone. */
function toView(span: CostedSpan): CostedSpan {
  try {
    const inferred = inferResourceCost(span);
    return inferred === undefined
      ? span
      : Object.create(span, {
          attributes: { value: { ...span.attributes, ...inferred }, enumerable: true },
        });
  } catch (error) {
    warnTelemetryFailed('infer what a span costs by', error);
    return span;
  }
}
