import { type Context, trace } from '@opentelemetry/api';

/** By this description `@fastify/otel` keeps, on a request, the context from which each hook and handler starts anew. */
const DESCRIPTION = 'fastify otel request context';

/**
 * Finds where `@fastify/otel` keeps a request's context.
 *
 * @param request - Any request of the app.
 * @returns Undefined where it is not in use.
 */
export function findContextKey(request: object): symbol | undefined {
  return Object.getOwnPropertySymbols(request).find(({ description }) => description === DESCRIPTION);
}

/**
 * Makes the hooks and the handler of a request, which `@fastify/otel` starts in a context of its own, start in that
 * of the run.
 *
 * @param request - The request.
 * @param key - Where that context is.
 * @param context - That of the run.
 * @param isEvent - Whether the run's span is to be their parent; else it stays the one that they had.
 */
export function replaceContext(request: object, key: symbol, context: Context, isEvent: boolean): void {
  const holder = request as Record<symbol, Context | null | undefined>;
  const theirs = holder[key];
  if (theirs != null) {
    const span = trace.getSpan(theirs);
    holder[key] = isEvent || span === undefined ? context : trace.setSpan(context, span);
  }
}
