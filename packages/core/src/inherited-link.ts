import { type Context, createContextKey, type Link, type SpanContext } from '@opentelemetry/api';
import { contextWithoutSpan, spanOf } from './own-span';

const LINK_KEY = createContextKey('botanu.link.v1');

/**
 * Puts another trace into a Context, not as parent but to be linked: spans that start in it begin a new trace.
 *
 * @param context - Where to start from.
 * @param spanContext - The span to link to.
 */
export function contextWithLink(context: Context, spanContext: SpanContext): Context {
  return contextWithoutSpan(context).setValue(LINK_KEY, spanContext);
}

/**
 * The links of a span that begins a trace.
 *
 * @param context - The span's parent context.
 * @returns Undefined where the span has a parent, or there is nothing to link to.
 */
export function inheritedLinks(context: Context): Link[] | undefined {
  if (spanOf(context) !== undefined) {
    return undefined;
  }
  const spanContext = context.getValue(LINK_KEY) as SpanContext | undefined;
  return spanContext === undefined ? undefined : [{ context: spanContext }];
}
