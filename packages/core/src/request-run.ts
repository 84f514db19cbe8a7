import type { Attributes, Context, Span } from '@opentelemetry/api';
import { bindListeners } from './bound-emitter';
import { callInContext } from './call-in-context';
import { SUCCESS } from './completion';
import { openRun } from './event-run';
import { toHeaderValue } from './inbound-headers';
import { type InboundOptions, resolveIdentifier } from './inbound-options';
import { requestSpans } from './request-span';
import { type EndingMessage, type EndingResponse, type ResponseEnd, whenResponseEnds } from './response-end';
import type { RunContext } from './run-context';
import { stampOf } from './run-record';
import { safely, warnTelemetryFailed } from './safely';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_ROUTE,
  HEADER_BOTANU_RUN_ID,
  HEADER_BOTANU_WORKFLOW,
} from './semconv';
import type { SpanScope } from './span-scope';
import type { Identifier } from './types';

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

/** From this status on, a response says that the server has failed (RFC 9110, section 15.6). */
const FIRST_SERVER_ERROR = 500;

/** What was found out about a request as it arrived. */
export interface Arrival<Request> {
  readonly options: InboundOptions<Request>;
  /** In which the request is to be handled. */
  readonly context: Context;
  readonly run: RunContext | undefined;
  readonly method: string | undefined;
  /** The workflow that the request itself named in a header. */
  readonly statedWorkflow?: Identifier;
  /** The run that it brought, and that was not believed. */
  readonly rejected?: RunContext | undefined;
}

/** As much of a response as takes headers. */
export interface HeaderTarget {
  /** Whether it is too late for a header. */
  readonly headersSent?: boolean;
  /** Sets a header. */
  setHeader?(name: string, value: string): unknown;
}

/** The run of one request, and, where the options say so, the event that the request is. */
export class RequestRun<Request> {
  /** What instrumentations have made for the request: the span of all of it is the last. */
  readonly #spans: readonly Span[];
  readonly #arrival: Arrival<Request>;
  #run: RunContext | undefined;
  #scope: SpanScope | undefined = undefined;

  constructor(arrival: Arrival<Request>) {
    const { context, run, method, rejected } = arrival;
    this.#arrival = arrival;
    this.#run = run;
    this.#spans = requestSpans(context);
    if (this.#spans.length > 0) {
      this.#stamp(serverAttributes(run, rejected));
      setMethod(this.#serverSpan, method);
    }
  }

  /** The run: that of the event, once there is one. Undefined where the request brought none, and none was to begin. */
  get run(): RunContext | undefined {
    return this.#run;
  }

  /** The context in which the request is to be handled: that of the event, once there is one. */
  get context(): Context {
    return this.#scope?.context ?? this.#arrival.context;
  }

  /**
   * Opens the event that the request is, where the options have an `eventId`. Never throws.
   *
   * @param request - The framework's request, for the functions in the options.
   */
  openEvent(request: Request): void {
    const { options, context, method } = this.#arrival;
    if (!('eventId' in options) || this.#scope !== undefined) {
      return;
    }
    try {
      const { run, scope } = callInContext(context, () => openRun(this.#eventOptions(request)), undefined);
      this.#scope = scope;
      this.#run = run;
      if (this.#serverSpan === undefined) {
        setMethod(scope.span, method);
      } else {
        this.#stamp(stampOf(run));
      }
    } catch (error) {
      warnTelemetryFailed('open the event of a request', error);
    }
  }

  /**
   * Puts the run on the response's headers, and makes the listeners of both run in the context in which they are
   * added. Never throws.
   *
   * @param message - Node's request.
   * @param response - Node's response.
   */
  prepare(message: object, response: HeaderTarget): void {
    try {
      this.#exposeHeaders(response);
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
   */
  handle<T>(handle: () => T): T {
    return callInContext(this.context, handle, undefined);
  }

  /**
   * Says which route was matched. Never throws.
   *
   * @param template - The route as it was registered; never a request's path.
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

  #stamp(attributes: Attributes): void {
    for (const span of this.#spans) {
      span.setAttributes(attributes);
    }
  }

  #exposeHeaders(response: HeaderTarget): void {
    const run = this.#run;
    const isExposed = this.#arrival.options.exposeHeaders !== false && response.headersSent !== true;
    if (run !== undefined && isExposed && typeof response.setHeader === 'function') {
      response.setHeader(HEADER_BOTANU_RUN_ID, toHeaderValue(run.runId));
      response.setHeader(HEADER_BOTANU_WORKFLOW, toHeaderValue(run.workflow));
    }
  }

  #end({ isComplete, statusCode = 0 }: ResponseEnd): void {
    if (!isComplete) {
      this.#scope?.end({ isError: true, error: CLOSED });
    } else if (statusCode >= FIRST_SERVER_ERROR && this.#arrival.options.failOnServerError !== false) {
      // The name of an error is what is recorded of it: here, as in the HTTP conventions, the status.
      this.#scope?.end({ isError: true, error: { name: String(statusCode) } });
    } else {
      this.#scope?.end(SUCCESS);
    }
  }

  #eventOptions(request: Request): Parameters<typeof openRun>[0] {
    const { options, statedWorkflow, run } = this.#arrival;
    return {
      workflow: statedWorkflow ?? options.workflow ?? run?.workflow,
      eventId: resolveIdentifier(options.eventId, request),
      customerId: resolveIdentifier(options.customerId, request) ?? run?.customerId,
      tenantId: resolveIdentifier(options.tenantId, request) ?? run?.tenantId,
    };
  }
}

/** The connection was closed before the response was complete. */
const CLOSED = { name: 'ConnectionClosed' };

/** What a rejected run has left on the span must not stay there: attributes can be changed, and not removed. */
function serverAttributes(run: RunContext | undefined, rejected: RunContext | undefined): Attributes {
  const attributes = run === undefined ? {} : stampOf(run);
  if (rejected === undefined) {
    return attributes;
  }
  const emptied = Object.keys(stampOf(rejected)).map((key) => [key, '']);
  return { ...Object.fromEntries(emptied), ...attributes };
}

function setMethod(span: Span | undefined, method: string | undefined): void {
  if (method !== undefined) {
    span?.setAttribute(ATTR_HTTP_REQUEST_METHOD, KNOWN_METHODS.has(method) ? method : OTHER_METHOD);
  }
}
