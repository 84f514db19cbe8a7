import { type Context, propagation, type TextMapGetter, trace } from '@opentelemetry/api';
import type { RequestHeaders } from './inbound-headers';
import { contextWithSpan, spanOf } from './own-span';
import { BAGGAGE_HEADER, parseBaggage, parseTraceparent, TRACEPARENT_HEADER, TRACESTATE_HEADER } from './w3c';

const headerGetter: TextMapGetter<RequestHeaders> = {
  get: (headers, name) => headers[name] as string | string[] | undefined,
  keys: (headers) => Object.keys(headers),
};

/** Whether an instrumentation of HTTP has read the headers already. */
export function hasArrived(context: Context): boolean {
  return trace.getSpan(context) !== undefined || propagation.getBaggage(context) !== undefined;
}

/**
 * Reads trace and baggage as an instrumentation of HTTP would: with the application's propagators, and as the W3C
 * has it where there are none.
 *
 * @param context - Where to start from.
 * @param headers - The request's.
 */
export function extractFromHeaders(context: Context, headers: RequestHeaders): Context {
  let result = propagation.extract(context, headers, headerGetter);
  const traceparent = oneOf(headers[TRACEPARENT_HEADER]);
  if (traceparent !== undefined && spanOf(result) === undefined) {
    const spanContext = parseTraceparent(traceparent, oneOf(headers[TRACESTATE_HEADER]));
    if (spanContext !== undefined) {
      result = contextWithSpan(result, trace.wrapSpanContext(spanContext));
    }
  }
  const header = oneOf(headers[BAGGAGE_HEADER]);
  if (header !== undefined && propagation.getBaggage(result) === undefined) {
    const baggage = parseBaggage(header);
    if (baggage !== undefined) {
      result = propagation.setBaggage(result, baggage);
    }
  }
  return result;
}

function oneOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(',');
}
