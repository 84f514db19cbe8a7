/**
 * What the middleware of all frameworks shares: it finds or makes the run of a request, and judges whether to believe
 * one that arrives. For authors of middleware and bootstraps; applications use `@botanu/middleware-express`,
 * `-fastify` or `-koa`.
 *
 * @packageDocumentation
 */
import { context as openTelemetryContext, propagation } from '@opentelemetry/api';
import { isLiveBaggage, runInBaggage } from './baggage';
import { contextWithRun, runOf } from './context';
import { enableOnFirstEvent } from './event-run';
import { type HeaderRun, isBaggageMalformed, type RequestHeaders, readRunHeaders } from './inbound-headers';
import { assertInboundOptions, type InboundOptions, resolveIdentifier } from './inbound-options';
import { contextWithoutRun, createJudge, type Judge } from './inbound-trust';
import { extractFromHeaders, hasArrived } from './inbound-w3c';
import { type Arrival, RequestRun } from './request-run';
import { RunContext } from './run-context';
import { safely, warnOnce, warnTelemetryFailed } from './safely';

export type { RequestHeaders } from './inbound-headers';
export type { InboundOptions, RequestIdentifier, TrustInbound } from './inbound-options';
export { contextWithoutRun, isSigned } from './inbound-trust';
export type { HeaderTarget, RequestRun } from './request-run';
export type { EndingMessage, EndingResponse } from './response-end';
export type { ContextKey } from './runtime';
export { contextKeysFromEnvironment, createContextKeys, signBaggage } from './signature';

/** As much of a request as every framework has: Node's own request has it. */
export interface InboundMessage {
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /** As it was sent. @example `POST` */
  readonly method?: string | undefined;
}

/** A middleware's options, checked, and what it does with each request. */
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
   * Finds the run of a request, or begins one, and stamps it on the request's span. Never throws.
   *
   * @param request - The framework's request, for the functions in the options.
   * @param message - Its headers and method.
   * @returns The run, and the context in which the request is to be handled; undefined where the request is to be
   * left alone.
   */
  receive(request: Request, message: InboundMessage): RequestRun<Request> | undefined {
    try {
      return this.#isIgnored(request) ? undefined : this.#receive(request, message);
    } catch (error) {
      warnTelemetryFailed('find the run of a request', error);
      return undefined;
    }
  }

  #isIgnored(request: Request): boolean {
    const { ignore } = this.#options;
    return ignore !== undefined && safely('ask whether to ignore a request', () => ignore(request)) === true;
  }

  #receive(request: Request, { headers, method }: InboundMessage): RequestRun<Request> {
    enableOnFirstEvent();
    const options = this.#options;
    const active = openTelemetryContext.active();
    const context = hasArrived(active) ? active : extractFromHeaders(active, headers);
    const baggage = propagation.getBaggage(context);
    if (baggage !== undefined && isLiveBaggage(baggage)) {
      // This process has opened the run: around a function handler, say, or in a middleware before this one.
      return new RequestRun({ options, context, run: runOf(context), method });
    }
    const isMalformed = isBaggageMalformed(headers);
    if (isMalformed) {
      warnRejected('its baggage is larger than the W3C allows, or cannot be decoded', 'baggage');
    }
    const sent = baggage === undefined ? undefined : runInBaggage(baggage, undefined);
    if (baggage !== undefined && sent !== undefined) {
      return !isMalformed && this.#judge.baggage(request, baggage)
        ? new RequestRun({ options, context, run: sent, method })
        : this.#begin(request, { options, context: contextWithoutRun(context), method, rejected: sent }, {});
    }
    const stated = isMalformed ? {} : this.#readHeaders(request, headers);
    return this.#begin(request, { options, context, method, statedWorkflow: stated.workflow }, stated);
  }

  #readHeaders(request: Request, headers: RequestHeaders): HeaderRun {
    const stated = readRunHeaders(headers);
    if (stated === undefined || !this.#judge.headers(request)) {
      return {};
    }
    if (stated === 'malformed') {
      warnRejected(
        'an x-botanu- header was sent twice, is too long, or has characters that no id has',
        'headers',
      );
      return {};
    }
    return stated;
  }

  #begin(
    request: Request,
    arrival: Omit<Arrival<Request>, 'run'>,
    { runId, workflow, customerId }: HeaderRun,
  ): RequestRun<Request> {
    const { options, context } = arrival;
    if (runId === undefined && options.autoGenerateRunId === false) {
      return new RequestRun({ ...arrival, run: undefined });
    }
    // An event resolves its ids itself, when it is opened.
    const isEvent = 'eventId' in options;
    const run = RunContext.createFast({
      runId,
      workflow: workflow ?? options.workflow,
      eventId: undefined,
      customerId: customerId ?? (isEvent ? undefined : resolveIdentifier(options.customerId, request)),
      tenantId: isEvent ? undefined : resolveIdentifier(options.tenantId, request),
    });
    return new RequestRun({ ...arrival, context: contextWithRun(context, run), run });
  }
}

function warnRejected(reason: string, detail: string): void {
  warnOnce(
    'BOTANU_INBOUND_REJECTED',
    `the run context of a request was not believed: ${reason}. The request was served, in a fresh run.`,
    detail,
  );
}
