import { type HeaderTarget, Inbound, type InboundOptions, type RequestHeaders } from '@botanu/core/inbound';

/** As much of Koa's context as is needed here: that of Koa 2 and 3 fits. */
export interface KoaContext {
  /** Node's request. */
  readonly req: { readonly headers: RequestHeaders; readonly method?: string | undefined };
  /** Node's response. */
  readonly res: HeaderTarget & { readonly statusCode: number };
}

/** The middleware: hand it to `app.use()`. */
export type BotanuMiddleware<Context extends KoaContext> = (
  context: Context,
  next: () => Promise<unknown>,
) => Promise<unknown>;

/**
 * Makes the middleware: every request has a run, which is current in everything that the request causes.
 *
 * The run is that of the caller, from the `baggage` header; else what the `x-botanu-*` headers say; else a fresh one.
 * The first `event()` inside takes the run's id. With `eventId`, the whole request is an event, which ends with the
 * response. The middleware never fails a request, and never changes one.
 *
 * Put it in front of what it should see, and behind what the functions in its options need, such as a body parser.
 *
 * @typeParam Context - Koa's context, where functions in the options need more of it.
 * @param options - See `InboundOptions`; the request of its functions is Koa's context.
 * @returns The middleware.
 * @throws TypeError at once, where an option is missing or cannot be used.
 * @example
 * ```ts
 * import { botanu } from '@botanu/middleware-koa';
 * import Koa from 'koa';
 *
 * const app = new Koa();
 * app.use(botanu({ workflow: 'Support' }));
 * ```
 */
export function botanu<Context extends KoaContext = KoaContext>(
  options: InboundOptions<Context>,
): BotanuMiddleware<Context> {
  const inbound = new Inbound(options);
  return function botanuMiddleware(context, next) {
    const { req, res } = context;
    const requestRun = inbound.receive(context, req);
    if (requestRun === undefined) {
      return next();
    }
    requestRun.openEvent(context);
    requestRun.observe(req, res as never, () => routeOf(context));
    requestRun.prepare(req, res);
    return requestRun.handle(next);
  };
}

/** The template of the matched route, as the routers for Koa leave it on the context. */
function routeOf(context: object): string | undefined {
  const { _matchedRoute: route } = context as { readonly _matchedRoute?: unknown };
  return typeof route === 'string' ? route : undefined;
}
