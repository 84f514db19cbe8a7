import type { Context, Span } from '@opentelemetry/api';
import { bindListeners } from './bound-emitter';
import { callInContext } from './call-in-context';
import { SUCCESS } from './completion';
import { contextWithRun } from './context';
import { openRun } from './event-run';
import { type HeaderRun, toHeaderValue } from './inbound-headers';
import { type InboundOptions, resolveIdentifier } from './inbound-options';
import { requestSpans, serverAttributes, setMethod } from './request-span';
import { type EndingMessage, type EndingResponse, type ResponseEnd, whenResponseEnds } from './response-end';
import { RunContext } from './run-context';
import { safely, warnTelemetryFailed } from './safely';
import { ATTR_HTTP_ROUTE, HEADER_BOTANU_RUN_ID, HEADER_BOTANU_WORKFLOW } from './semconv';
import type { SpanScope } from './span-scope';
import type { RunContextInit } from './types';

/** From this status on, a response says that the server has failed (RFC 9110, section 15.6). */
const FIRST_SERVER_ERROR = 500;

/** What was found out about a request as it arrived. */
export interface Arrival {
  /** The one that it arrived in, without a run that is not believed. */
  readonly context: Context;
  /** The run that it brought. */
  readonly run: RunContext | undefined;
  /** What it said in headers of a run that is to begin. */
  readonly stated: HeaderRun;
  /** The run that it brought, and that is not believed. */
  readonly rejected: RunContext | undefined;
}

/**
 * As much of a response as takes headers.
 * @example
 * ```ts
 * const sent: string[] = [];
 * const response: HeaderTarget = { setHeader: (name, value) => sent.push(`${name}: ${value}`) };
 * ```
 */
export interface HeaderTarget {
  /** Whether it is too late for a header. */
  readonly headersSent?: boolean;
  /** Sets a header. */
  setHeader?(name: string, value: string): unknown;
}

/**
 * The run of one request, and, where the options say so, the event that the request is.
 * @example
 * ```ts
 * const request = { method: 'POST', headers: { 'x-botanu-customer-id': 'acme' } };
 * const requestRun: RequestRun<unknown> | undefined = new Inbound({ workflow: 'Support' }).receive(request, request);
 * requestRun?.openEvent(request);
 * console.log(requestRun?.handle(() => currentRun()?.customerId)); // acme
 * ```
 */
export class RequestRun<Request> {
  readonly #options: InboundOptions<Request>;
  readonly #method: string | undefined;
  readonly #arrival: Arrival;
  /** What instrumentations have made for the request: the span of all of it is the last. */
  readonly #spans: readonly Span[];
  #context: Context;
  #run: RunContext | undefined;
  #scope: SpanScope | undefined = undefined;

  /**
   * @param options - The middleware's.
   * @param method - The request's, as it was sent.
   * @param arrival - What was found out about it.
   */
  constructor(options: InboundOptions<Request>, method: string | undefined, arrival: Arrival) {
    this.#options = options;
    this.#method = method;
    this.#arrival = arrival;
    this.#context = arrival.context;
    this.#run = arrival.run;
    this.#spans = requestSpans(arrival.context);
    setMethod(this.#serverSpan, method);
  }

  /**
   * The run: that of the event, once there is one. Undefined where the request brought none, and none was to begin.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * console.log(requestRun?.run); // undefined
   * requestRun?.begin(request);
   * console.log(requestRun?.run?.workflow); // Support
   * ```
   */
  get run(): RunContext | undefined {
    return this.#run;
  }

  /**
   * The context in which the request is to be handled: that of the event, once there is one.
   * @example
   * ```ts
   * import { context } from '@opentelemetry/api';
   *
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.begin(request);
   * context.with(requestRun?.context ?? ROOT_CONTEXT, () => console.log(currentRun()?.workflow)); // Support
   * ```
   */
  get context(): Context {
    return this.#context;
  }

  /**
   * Begins a run where the request brought none, and stamps the run on the request's span. Not needed where
   * {@link openEvent} follows at once. Never throws.
   *
   * @param request - The framework's request, for the functions in the options.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.begin(request);
   * console.log(requestRun?.run?.runId.length); // 36
   * ```
   */
  begin(request: Request): void {
    try {
      const { stated } = this.#arrival;
      const isToBegin = stated.runId !== undefined || this.#options.autoGenerateRunId !== false;
      if (this.#run === undefined && isToBegin) {
        this.#run = RunContext.createFast(this.#initOf(request, stated));
        this.#context = contextWithRun(this.#context, this.#run);
      }
      this.#stamp();
    } catch (error) {
      warnTelemetryFailed('begin the run of a request', error);
    }
  }

  /**
   * Opens the event that the request is, where the options have an `eventId`; else, and where that fails, does what
   * {@link begin} does. Never throws.
   *
   * @param request - The framework's request, for the functions in the options.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const inbound = new Inbound({ workflow: 'Support', eventId: ticket.id, customerId: ticket.customerId });
   * const requestRun = inbound.receive(request, request);
   * requestRun?.openEvent(request);
   * console.log(requestRun?.run?.eventId); // ticket-42
   * ```
   */
  openEvent(request: Request): void {
    if (!this.#isEvent) {
      this.begin(request);
    } else if (this.#scope === undefined) {
      try {
        this.#openEvent(request);
      } catch (error) {
        warnTelemetryFailed('open the event of a request', error);
        this.begin(request);
      }
    }
  }

  /**
   * Puts the run on the response's headers, and makes the listeners of both run in the context in which they are
   * added. Never throws.
   *
   * @param message - Node's request.
   * @param response - Node's response.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.begin(request);
   * const sent = new Map<string, string>();
   * requestRun?.prepare(request, { setHeader: (name, value) => sent.set(name, value) });
   * console.log(sent.get('x-botanu-workflow')); // Support
   * ```
   */
  prepare(message: object, response: HeaderTarget): void {
    try {
      if (this.#run !== undefined && this.#options.exposeHeaders !== false) {
        exposeRun(this.#run, response);
      }
      bindListeners(message);
      bindListeners(response);
    } catch (error) {
      warnTelemetryFailed('prepare a request and its response', error);
    }
  }

  /**
   * Ends the event when the response ends, and says which route was matched. Never throws.
   *
   * @param message - Node's request.
   * @param response - Node's response.
   * @param routeOf - The route as it was registered, never a request's path; asked when the response ends.
   * @example
   * ```ts
   * import { EventEmitter } from 'node:events';
   *
   * const request = { method: 'POST', headers: {} };
   * const inbound = new Inbound({ workflow: 'Support', eventId: ticket.id, customerId: ticket.customerId });
   * const requestRun = inbound.receive(request, request);
   * requestRun?.openEvent(request);
   * const response = Object.assign(new EventEmitter(), { statusCode: 200 });
   * requestRun?.observe(request, response, () => '/tickets/:id');
   * response.emit('finish'); // The event has ended, with success.
   * ```
   */
  observe(message: EndingMessage, response: EndingResponse, routeOf: () => string | undefined): void {
    if (this.#scope === undefined && this.#serverSpan === undefined) {
      return;
    }
    safely('observe the end of a response', () =>
      whenResponseEnds(message, response, (end) => {
        this.setRoute(safely('find the route of a request', routeOf));
        this.#end(end);
      }),
    );
  }

  /**
   * Handles the request inside the run.
   *
   * @param handle - Called once.
   * @returns What it returned, unchanged.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.begin(request);
   * console.log(requestRun?.handle(() => currentRun()?.workflow)); // Support
   * ```
   */
  handle<T>(handle: () => T): T {
    return callInContext(this.context, handle, undefined);
  }

  /**
   * Says which route was matched. Never throws.
   *
   * @param template - The route as it was registered; never a request's path.
   * @example
   * ```ts
   * const request = { method: 'POST', headers: {} };
   * const requestRun = new Inbound({ workflow: 'Support' }).receive(request, request);
   * requestRun?.setRoute('/tickets/:id');
   * ```
   */
  setRoute(template: string | undefined): void {
    const span = this.#serverSpan ?? this.#scope?.span;
    if (template !== undefined && template !== '' && span?.isRecording() === true) {
      span.setAttribute(ATTR_HTTP_ROUTE, template);
    }
  }

  get #serverSpan(): Span | undefined {
    return this.#spans.at(-1);
  }

  get #isEvent(): boolean {
    return 'eventId' in this.#options;
  }

  #openEvent(request: Request): void {
    const { run, scope } = openRun(this.#eventOptions(request), this.#context);
    this.#scope = scope;
    this.#run = run;
    this.#context = scope.context;
    if (this.#serverSpan === undefined) {
      setMethod(scope.span, this.#method);
    }
    this.#stamp();
  }

  #stamp(): void {
    if (this.#spans.length > 0) {
      const attributes = serverAttributes(this.#run, this.#arrival.rejected);
      for (const span of this.#spans) {
        span.setAttributes(attributes);
      }
    }
  }

  #end({ isComplete, statusCode = 0 }: ResponseEnd): void {
    if (!isComplete) {
      this.#scope?.end({ isError: true, error: CLOSED });
    } else if (statusCode >= FIRST_SERVER_ERROR && this.#options.failOnServerError !== false) {
      // The name of an error is what is recorded of it: here, as in the HTTP conventions, the status.
      this.#scope?.end({ isError: true, error: { name: String(statusCode) } });
    } else {
      this.#scope?.end(SUCCESS);
    }
  }

  /** Whom an event serves, it finds out itself, when it is opened. */
  #initOf(request: Request, { runId, workflow, customerId }: HeaderRun): RunContextInit {
    const options = this.#options;
    const isEvent = this.#isEvent;
    return {
      runId,
      workflow: workflow ?? options.workflow,
      eventId: undefined,
      customerId: customerId ?? (isEvent ? undefined : resolveIdentifier(options.customerId, request)),
      tenantId: isEvent ? undefined : resolveIdentifier(options.tenantId, request),
    };
  }

  #eventOptions(request: Request): RunContextInit {
    const { workflow, eventId, customerId, tenantId } = this.#options;
    const { stated } = this.#arrival;
    const run = this.#run;
    return {
      runId: run === undefined ? stated.runId : undefined,
      workflow: stated.workflow ?? workflow ?? run?.workflow,
      eventId: resolveIdentifier(eventId, request),
      customerId: resolveIdentifier(customerId, request) ?? run?.customerId ?? stated.customerId,
      tenantId: resolveIdentifier(tenantId, request) ?? run?.tenantId,
    };
  }
}

/** The connection was closed before the response was complete. */
const CLOSED = { name: 'ConnectionClosed' };

/** Names the run to the caller, where it is not too late for that. */
function exposeRun(run: RunContext, response: HeaderTarget): void {
  if (response.headersSent !== true && typeof response.setHeader === 'function') {
    response.setHeader(HEADER_BOTANU_RUN_ID, toHeaderValue(run.runId));
    response.setHeader(HEADER_BOTANU_WORKFLOW, toHeaderValue(run.workflow));
  }
}
