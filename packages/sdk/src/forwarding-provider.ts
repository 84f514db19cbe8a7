import type { Context, Span, SpanOptions, Tracer, TracerOptions, TracerProvider } from '@opentelemetry/api';

/**
 * A provider whose tracers ask another one, which may change: modules keep the tracer that they were given
 * first, and an application's own provider may be registered after ours.
 */
export class ForwardingTracerProvider implements TracerProvider {
  /** Where spans are made now. */
  target: TracerProvider;
  /** Called before each span: may change the target. */
  beforeSpan: (() => void) | undefined = undefined;

  /**
   * @param target - Where spans are made at first.
   */
  constructor(target: TracerProvider) {
    this.target = target;
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    return new ForwardingTracer(this, (provider) => provider.getTracer(name, version, options));
  }
}

class ForwardingTracer implements Tracer {
  readonly #provider: ForwardingTracerProvider;
  readonly #tracerOf: (provider: TracerProvider) => Tracer;
  #askedProvider: TracerProvider | undefined = undefined;
  #tracer: Tracer | undefined = undefined;

  constructor(provider: ForwardingTracerProvider, tracerOf: (provider: TracerProvider) => Tracer) {
    this.#provider = provider;
    this.#tracerOf = tracerOf;
  }

  startSpan(name: string, options?: SpanOptions, context?: Context): Span {
    return this.#current().startSpan(name, options, context);
  }

  startActiveSpan(...parameters: unknown[]): never {
    const tracer = this.#current();
    return Reflect.apply(tracer.startActiveSpan, tracer, parameters) as never;
  }

  #current(): Tracer {
    this.#provider.beforeSpan?.();
    const { target } = this.#provider;
    if (this.#tracer === undefined || this.#askedProvider !== target) {
      this.#askedProvider = target;
      this.#tracer = this.#tracerOf(target);
    }
    return this.#tracer;
  }
}
