import { Inbound, type InboundOptions } from '@botanu/core/inbound';
import { routeOf } from './route';

/** As much of Express's request as is needed here: that of Express 4 and 5 fits. */
export interface ExpressRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it was sent. */
  readonly method: string;
}

/** As much of Express's response. */
export interface ExpressResponse {
  /** The status. */
  readonly statusCode: number;
  /** Sets a header. */
  setHeader(name: string, value: string): unknown;
}

/** The middleware: hand it to `app.use()` or `router.use()`. */
export type BotanuMiddleware<Request extends ExpressRequest> = (
  request: Request,
  response: ExpressResponse,
  next: () => void,
) => void;

/**
 * Makes the middleware: every request has a run, which is current in everything that the request causes.
 *
 * The run is that of the caller, from the `baggage` header; else what the `x-botanu-*` headers say; else a fresh one.
 * The first `event()` inside takes the run's id. With `eventId`, the whole request is an event, which ends with the
 * response. The middleware never fails a request, and never changes one.
 *
 * Put it in front of what it should see, and behind what the functions in its options need, such as a body parser.
 *
 * @typeParam Request - Express's request, where functions in the options need more of it.
 * @param options - See `InboundOptions`.
 * @returns The middleware.
 * @throws TypeError at once, where an option is missing or cannot be used.
 * @example
 * ```ts
 * import { botanu } from '@botanu/middleware-express';
 * import express from 'express';
 *
 * const app = express();
 * app.use(botanu({ workflow: 'Support' }));
 * ```
 */
export function botanu<Request extends ExpressRequest = ExpressRequest>(
  options: InboundOptions<Request>,
): BotanuMiddleware<Request> {
  const inbound = new Inbound(options);
  return function botanuMiddleware(request, response, next) {
    const requestRun = inbound.receive(request, request);
    if (requestRun === undefined) {
      next();
      return;
    }
    requestRun.openEvent(request);
    requestRun.observe(request, response, () => routeOf(request));
    requestRun.prepare(request, response);
    requestRun.handle(next);
  };
}
