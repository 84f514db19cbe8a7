/**
 * What the middleware of all frameworks shares: it finds or makes the run of a request, and judges whether to believe
 * one that arrives. For authors of middleware and bootstraps; applications use `@botanu/middleware-express`,
 * `-fastify` or `-koa`.
 *
 * @packageDocumentation
 */
import { context as openTelemetryContext, propagation } from '@opentelemetry/api';
import { isLiveBaggage, runInBaggage } from './baggage';
import { runOf } from './context';
import { enableOnFirstEvent } from './event-run';
import { type HeaderRun, isBaggageMalformed, type RequestHeaders, readRunHeaders } from './inbound-headers';
import { assertInboundOptions, type InboundOptions } from './inbound-options';
import { contextWithoutRun, createJudge, type Judge } from './inbound-trust';
import { extractFromHeaders, hasArrived } from './inbound-w3c';
import { type Arrival, RequestRun } from './request-run';
import { safely, warnOnce, warnTelemetryFailed } from './safely';

export type { RequestHeaders } from './inbound-headers';
export type { InboundOptions, RequestIdentifier, TrustInbound } from './inbound-options';
export { contextWithoutRun, isSigned } from './inbound-trust';
export type { HeaderTarget, RequestRun } from './request-run';
export type { EndingMessage, EndingResponse } from './response-end';
export type { ContextKey } from './runtime';
export { createContextKeys, signBaggage } from './signature';

/**
 * As much of a request as every framework has: Node's own request has it.
 * @example
 * ```ts
 * const message: InboundMessage = { method: 'POST', headers: { 'x-botanu-customer-id': 'acme' } };
 * ```
 */
export interface InboundMessage {
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /** As it was sent. @example `POST` */
  readonly method?: string | undefined;
}

/**
 * A middleware's options, checked, and what it does with each request.
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 *
 * const inbound = new Inbound({ workflow: 'Support' });
 * const server = createServer((request, response) => {
 *   const requestRun = inbound.receive(request, request);
 *   if (requestRun === undefined) {
 *     response.end();
 *     return;
 *   }
 *   requestRun.openEvent(request);
 *   requestRun.observe(request, response, () => undefined);
 *   requestRun.prepare(request, response);
 *   requestRun.handle(() => response.end(currentRun()?.workflow));
 * });
 * ```
 */
export class Inbound<Request> {
  readonly #options: InboundOptions<Request>;
  readonly #judge: Judge<Request>;

  /**
   * @param options - What the application wrote.
   * @throws TypeError where an option is missing or cannot be used.
   */
  constructor(options: InboundOptions<Request>) {
    assertInboundOptions(options);
    this.#options = options;
    this.#judge = createJudge(options);
  }

  /**
   * Finds out which run a request brings, and whether to believe it. Never throws.
   *
   * @param request - The framework's request, for the functions in the options.
   * @param message - Its headers and method.
   * @returns The request's run, which `begin` or `openEvent` make, where it brought none; undefined where the request
   * is to be left alone.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: { 'x-botanu-run-id': 'run-7' } };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.begin(request);
   * console.log(requestRun?.run?.runId); // run-7
   * ```
   */
  receive(request: Request, message: InboundMessage): RequestRun<Request> | undefined {
    try {
      return this.#isIgnored(request)
        ? undefined
        : new RequestRun(this.#options, message.method, this.#judged(request, message.headers));
    } catch (error) {
      warnTelemetryFailed('find the run of a request', error);
      return undefined;
    }
  }

  #isIgnored(request: Request): boolean {
    const { ignore } = this.#options;
    return ignore !== undefined && safely('ask whether to ignore a request', () => ignore(request)) === true;
  }

  #judged(request: Request, headers: RequestHeaders): Arrival {
    enableOnFirstEvent();
    const active = openTelemetryContext.active();
    const context = hasArrived(active) ? active : extractFromHeaders(active, headers);
    const baggage = propagation.getBaggage(context);
    if (baggage !== undefined && isLiveBaggage(baggage)) {
      // This process has opened the run: around a function handler, say, or in a middleware before this one.
      return { context, run: runOf(context), stated: NOTHING, rejected: undefined };
    }
    const isMalformed = isBaggageMalformed(headers);
    if (isMalformed) {
      warnRejected(
        'its baggage is larger than the W3C allows, cannot be decoded, or says something twice',
        'baggage',
      );
    }
    const sent = baggage === undefined ? undefined : runInBaggage(baggage, undefined);
    if (baggage === undefined || sent === undefined) {
      const stated = isMalformed ? NOTHING : this.#readHeaders(request, headers);
      return { context, run: undefined, stated, rejected: undefined };
    }
    return !isMalformed && this.#judge.baggage(request, baggage)
      ? { context, run: sent, stated: NOTHING, rejected: undefined }
      : { context: contextWithoutRun(context), run: undefined, stated: NOTHING, rejected: sent };
  }

  #readHeaders(request: Request, headers: RequestHeaders): HeaderRun {
    const stated = readRunHeaders(headers);
    if (stated === undefined || !this.#judge.headers(request)) {
      return NOTHING;
    }
    if (stated === 'malformed') {
      warnRejected(
        'an x-botanu- header was sent twice, is too long, or has characters that no id has',
        'headers',
      );
      return NOTHING;
    }
    return stated;
  }
}

const NOTHING: HeaderRun = {};

function warnRejected(reason: string, detail: string): void {
  warnOnce(
    'BOTANU_INBOUND_REJECTED',
    `the run context of a request was not believed: ${reason}. The request was served, in a fresh run.`,
    detail,
  );
}
