import {
  type Context,
  INVALID_SPAN_CONTEXT,
  context as openTelemetryContext,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { getRuntime } from './runtime';
import { warnTelemetryFailed } from './safely';
import { type OnSettled, settle } from './settle';
import { INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION } from './version';

let cachedTracer: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;

/** Asking a provider for a tracer costs as much as a span: ask once, and again when the provider changes. */
function getTracer(): Tracer {
  const globalProvider = trace.getTracerProvider();
  const delegate = (globalProvider as { getDelegate?: () => TracerProvider }).getDelegate?.();
  const provider = getRuntime().tracerProvider ?? delegate ?? globalProvider;
  if (cachedTracer?.provider !== provider) {
    cachedTracer = { provider, tracer: provider.getTracer(INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION) };
  }
  return cachedTracer.tracer;
}

/**
 * Starts a span, and never throws: a sampler or a processor that fails costs the span, not the application.
 *
 * @param name - The span's name.
 * @param options - Kind and attributes.
 * @param context - The parent context.
 * @returns The span; one that records nothing where it could not be started.
 */
export function startSpan(name: string, options: SpanOptions, context: Context): Span {
  try {
    return getTracer().startSpan(name, options, context);
  } catch (error) {
    warnTelemetryFailed('start a span', error);
    return trace.wrapSpanContext(trace.getSpanContext(context) ?? INVALID_SPAN_CONTEXT);
  }
}

/**
 * Runs a function inside a span's context and finds out when it has finished. The function is called exactly
 * once; its value, its error, and whether it is sync or async are the caller's, unchanged.
 *
 * @param context - The parent context.
 * @param span - The span, which becomes the active one.
 * @param fn - The user's function.
 * @param argument - What it is called with.
 * @param onSettled - Called once when the function, and what it returned, has finished: end the span here.
 * @returns What the function returned.
 */
export function runInSpan<A, T>(
  context: Context,
  span: Span,
  fn: (argument: A) => T,
  argument: A,
  onSettled: OnSettled,
): T {
  const settleSafely: OnSettled = (completion) => {
    try {
      onSettled(completion);
    } catch (error) {
      warnTelemetryFailed('end a span', error);
    }
  };
  let value: T;
  try {
    value = callInContext(trace.setSpan(context, span), fn, argument);
  } catch (error) {
    settleSafely({ isError: true, error });
    throw error;
  }
  return settle(value, settleSafely);
}

/** Calls the user's function exactly once, also where the context manager fails before or after the call. */
function callInContext<A, T>(context: Context, fn: (argument: A) => T, argument: A): T {
  let progress: 'not called' | 'called' | 'returned' = 'not called';
  let value: T | undefined;
  function call(): void {
    progress = 'called';
    value = fn(argument);
    progress = 'returned';
  }
  try {
    openTelemetryContext.with(context, call);
  } catch (error) {
    if ((progress as string) === 'called') {
      throw error;
    }
    warnTelemetryFailed('activate a context', error);
    if (progress === 'not called') {
      return fn(argument);
    }
  }
  return value as T;
}
