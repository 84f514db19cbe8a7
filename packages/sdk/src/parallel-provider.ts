import { contextWithSpan, spanOf } from '@botanu/core/authoring';
import {
  type Context,
  context as openTelemetryContext,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';

/**
 * A provider of ours beside a tracer that cannot be joined. Its spans have spans of ours as parents, or begin a
 * trace of their own that is linked to the active span of the other tracer, whose traces stay as they are.
 */
export class ParallelTracerProvider implements TracerProvider {
  readonly #provider: TracerProvider;

  /**
   * @param provider - Makes the spans.
   */
  constructor(provider: TracerProvider) {
    this.#provider = provider;
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    return new ParallelTracer(this.#provider.getTracer(name, version, options));
  }
}

class ParallelTracer implements Tracer {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = openTelemetryContext.active()): Span {
    const parent = options.root === true ? undefined : spanOf(context);
    if (parent !== undefined) {
      return this.#tracer.startSpan(name, options, trace.setSpan(context, parent));
    }
    return this.#tracer.startSpan(
      name,
      withLinkTo(trace.getSpan(context), options),
      trace.deleteSpan(context),
    );
  }

  startActiveSpan(name: string, ...parameters: unknown[]): never {
    const fn = parameters.pop() as (span: Span) => unknown;
    const [options, context = openTelemetryContext.active()] = parameters as [SpanOptions?, Context?];
    const span = this.startSpan(name, options, context);
    return openTelemetryContext.with(contextWithSpan(context, span), fn, undefined, span) as never;
  }
}

function withLinkTo(foreign: Span | undefined, options: SpanOptions): SpanOptions {
  const spanContext = foreign?.spanContext();
  return spanContext !== undefined && trace.isSpanContextValid(spanContext)
    ? { ...options, links: [...(options.links ?? []), { context: spanContext }] }
    : options;
}
