import {
  type Context,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import type { Completion, OnSettled, OnValue } from './completion';
import { inheritedLinks } from './inherited-link';
import { contextWithSpan, spanOf } from './own-span';
import { getRuntime } from './runtime';
import { safely, warnTelemetryFailed } from './safely';
import { settle } from './settle';
import { INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION } from './version';

let cachedTracer: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;

/** Where our spans are made now. */
export function currentTracerProvider(): TracerProvider {
  const globalProvider = trace.getTracerProvider();
  const delegate = (globalProvider as { getDelegate?: () => TracerProvider }).getDelegate?.();
  return getRuntime().tracerProvider ?? delegate ?? globalProvider;
}

/** Asking a provider for a tracer costs as much as a span: ask once, and again when the provider changes. */
function getTracer(): Tracer {
  const provider = currentTracerProvider();
  if (cachedTracer?.provider !== provider) {
    cachedTracer = { provider, tracer: provider.getTracer(INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION) };
  }
  return cachedTracer.tracer;
}

/** The slot in which `@opentelemetry/api` 1.x keeps what was registered. */
const API_SLOT = Symbol.for('opentelemetry.js.api.1');

type GlobalWithApi = typeof globalThis & { [API_SLOT]?: { trace?: unknown; context?: unknown } };

/**
 * Whether anybody could see a span or a context: without a tracer provider and a context manager, there is no
 * point in making either.
 *
 * @returns False where no OpenTelemetry SDK is registered.
 */
export function isTelemetryRegistered(): boolean {
  const registered = (globalThis as GlobalWithApi)[API_SLOT];
  return (registered?.context ?? registered?.trace ?? getRuntime().tracerProvider) !== undefined;
}

/** A span that records nothing. */
export const NO_SPAN: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Starts a span, and never throws: a sampler or a processor that fails costs the span, not the application.
 *
 * @param name - The span's name.
 * @param options - Kind and attributes.
 * @param context - The parent context.
 * @param findTracer - Gives the tracer; without it, that of this package.
 * @returns The span; one that records nothing where it could not be started.
 * @example
 * ```ts
 * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
 * span.end();
 * ```
 */
export function startSpan(
  name: string,
  options: SpanOptions,
  context: Context,
  findTracer = getTracer,
): Span {
  try {
    const links = inheritedLinks(context);
    return findTracer().startSpan(name, links === undefined ? options : { ...options, links }, context);
  } catch (error) {
    warnTelemetryFailed('start a span', error);
    const spanContext = spanOf(context)?.spanContext();
    return spanContext === undefined ? NO_SPAN : trace.wrapSpanContext(spanContext);
  }
}

/**
 * One span's life: it is opened, functions run inside it, and it is ended once.
 * @example
 * ```ts
 * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
 * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
 * console.log(await scope.run(() => agent.answer(ticket, []))); // Dear acme,
 * ```
 */
export class SpanScope {
  /**
   * The context in which the span is the active one.
   * @example
   * ```ts
   * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
   * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
   * console.log(trace.getSpan(scope.context)?.isRecording()); // true
   * ```
   */
  declare readonly context: Context;
  /**
   * The span.
   * @example
   * ```ts
   * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
   * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
   * scope.span.setAttribute('gen_ai.operation.name', 'chat');
   * ```
   */
  declare readonly span: Span;

  #finish: OnSettled | undefined;

  /**
   * @param parentContext - The context that the span was started in.
   * @param span - The span.
   * @param finish - Called once: writes what is left to write, and ends the span.
   */
  constructor(parentContext: Context, span: Span, finish: OnSettled) {
    this.context = span === NO_SPAN ? parentContext : contextWithSpan(parentContext, span);
    this.span = span;
    this.#finish = finish;
  }

  /**
   * Whether the span has been ended, or is only waiting for work that goes on.
   * @example
   * ```ts
   * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
   * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
   * console.log(scope.isEnded); // false
   * ```
   */
  get isEnded(): boolean {
    return this.#finish === undefined;
  }

  /**
   * Ends the span; only the first call counts, and it never throws.
   *
   * @param completion - How the user's code ended.
   * @example
   * ```ts
   * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
   * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
   * scope.end({ isError: false });
   * console.log(scope.isEnded); // true
   * ```
   */
  end(completion: Completion): void {
    const finish = this.#finish;
    if (finish !== undefined) {
      this.#finish = undefined;
      safely('end a span', () => finish(completion));
    }
  }

  /**
   * Runs a function inside the span, and ends the span when the function, and what it returned, has finished.
   * The function is called exactly once; its value, its error, and whether it is sync or async are the caller's,
   * unchanged: see `settle`.
   *
   * @param fn - The user's function.
   * @returns What the function returned.
   * @example
   * ```ts
   * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
   * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
   * console.log(scope.run(() => 7), scope.isEnded); // 7 true
   * ```
   */
  run<T>(fn: () => T): T;
  /**
   * Runs a function of one argument, without a closure for it.
   *
   * @param fn - The user's function.
   * @param argument - What it is called with.
   * @param onValue - Called with what the caller is about to get, before the span ends.
   * @returns What the function returned.
   */
  run<A, T>(fn: (argument: A) => T, argument: A, onValue?: OnValue): T;
  run<A, T>(fn: (argument: A) => T, argument?: A, onValue?: OnValue): T {
    let value: T;
    try {
      value = callInContext(this.context, fn, argument as A);
    } catch (error) {
      this.end({ isError: true, error });
      throw error;
    }
    return settle(value, this.context, (completion) => this.end(completion), onValue);
  }
}
