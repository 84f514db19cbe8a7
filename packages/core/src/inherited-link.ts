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
 * @example
 * ```ts
 * const message = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
 * const { context } = contextFrom(message, ROOT_CONTEXT, { parentTrace: 'link' });
 * console.log(inheritedLinks(context)?.[0]?.context.spanId); // b7ad6b7169203331
 * ```
 */
export function inheritedLinks(context: Context): Link[] | undefined {
  if (spanOf(context) !== undefined) {
    return undefined;
  }
  const spanContext = context.getValue(LINK_KEY) as SpanContext | undefined;
  return spanContext === undefined ? undefined : [{ context: spanContext }];
}
