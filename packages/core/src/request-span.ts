import { type Attributes, type Context, createContextKey, type Span, trace } from '@opentelemetry/api';
import { spanOf } from './own-span';
import type { RunContext } from './run-context';
import { stampOf } from './run-record';
import { ATTR_HTTP_REQUEST_METHOD } from './semconv';

/** The methods of OpenTelemetry's HTTP conventions: whatever else a client sends must not become a dimension. */
const KNOWN_METHODS = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);
const OTHER_METHOD = '_OTHER';

/** Where OpenTelemetry's HTTP instrumentation leaves its span for the instrumentations of frameworks. */
const RPC_METADATA_KEY = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

/**
 * The spans of a request that are recorded: the current one first, and, where the framework's instrumentation has made
 * that one, the span of the whole request as the last.
 *
 * @param context - In which a request arrives.
 */
export function requestSpans(context: Context): readonly Span[] {
  const current = spanOf(context);
  if (current === undefined) {
    return NONE;
  }
  const metadata = context.getValue(RPC_METADATA_KEY) as { readonly span?: Span } | undefined;
  // Where the current span is ours alone, the other one belongs to a tracer that is none of our business.
  const outer = current === trace.getSpan(context) ? metadata?.span : undefined;
  const spans = outer === undefined || outer === current ? [current] : [current, outer];
  return spans.filter((span) => span.isRecording());
}

const NONE: readonly Span[] = [];

/**
 * What the span of a request is stamped with. What a rejected run has left on it must not stay there: attributes can
 * be changed, and not removed.
 *
 * @param run - The request's.
 * @param rejected - The one that it brought, and that is not believed.
 */
export function serverAttributes(run: RunContext | undefined, rejected: RunContext | undefined): Attributes {
  const attributes = run === undefined ? {} : stampOf(run);
  if (rejected === undefined) {
    return attributes;
  }
  const emptied = Object.keys(stampOf(rejected)).map((key) => [key, '']);
  return { ...Object.fromEntries(emptied), ...attributes };
}

/**
 * Says by which method a request was made.
 *
 * @param span - The request's, if it has one.
 * @param method - As it was sent: one that OpenTelemetry's conventions do not know is `_OTHER`.
 */
export function setMethod(span: Span | undefined, method: string | undefined): void {
  if (method !== undefined) {
    span?.setAttribute(ATTR_HTTP_REQUEST_METHOD, KNOWN_METHODS.has(method) ? method : OTHER_METHOD);
  }
}
