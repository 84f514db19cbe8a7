import { type Context, createContextKey, type Span, trace } from '@opentelemetry/api';
import { getRuntime } from './runtime';

const OWN_SPAN_KEY = createContextKey('botanu.span.v1');

/**
 * Makes a span of ours the current one: the active span of OpenTelemetry, unless the active one belongs to a
 * tracer that is not OpenTelemetry's. Such a tracer must not get a parent that it does not know, and its context
 * manager drops spans of others, so ours have a place of their own then.
 *
 * @param context - Where to start from.
 * @param span - The span.
 * @example
 * ```ts
 * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
 * console.log(spanOf(contextWithSpan(ROOT_CONTEXT, span)) === span); // true
 * span.end();
 * ```
 */
export function contextWithSpan(context: Context, span: Span): Context {
  return getRuntime().tracerProvider === undefined
    ? trace.setSpan(context, span)
    : context.setValue(OWN_SPAN_KEY, span);
}

/**
 * The span of ours that is current.
 *
 * @param context - Where to look.
 * @returns Undefined where there is none.
 * @example
 * ```ts
 * console.log(spanOf(ROOT_CONTEXT)); // undefined
 * ```
 */
export function spanOf(context: Context): Span | undefined {
  return getRuntime().tracerProvider === undefined
    ? trace.getSpan(context)
    : (context.getValue(OWN_SPAN_KEY) as Span | undefined);
}

/**
 * Leaves the current span of ours, so that the next one begins a trace.
 *
 * @param context - Where to start from.
 */
export function contextWithoutSpan(context: Context): Context {
  return getRuntime().tracerProvider === undefined
    ? trace.deleteSpan(context)
    : context.setValue(OWN_SPAN_KEY, undefined);
}
