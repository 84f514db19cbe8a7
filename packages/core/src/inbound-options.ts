import { warnTelemetryFailed } from './safely';
import type { Identifier } from './types';

/**
 * Whom to believe: everybody, nobody, whoever has signed with one of the context keys, or whomever a function of the
 * request believes. A function that throws, or answers anything but `true`, believes nobody.
 * @example
 * ```ts
 * import type { IncomingMessage } from 'node:http';
 *
 * const trustInbound: TrustInbound<IncomingMessage> = ({ socket }) => socket.remoteAddress === '127.0.0.1';
 * ```
 */
export type TrustInbound<Request> = boolean | 'signed' | ((request: Request) => boolean);

/**
 * An id, or a function of the request that gives it.
 * @example
 * ```ts
 * import type { IncomingMessage } from 'node:http';
 *
 * const customerId: RequestIdentifier<IncomingMessage> = ({ headers }) => headers['x-customer']?.toString();
 * ```
 */
export type RequestIdentifier<Request> = Identifier | ((request: Request) => Identifier);

/**
 * What a middleware takes.
 *
 * @typeParam Request - The framework's request.
 * @example
 * ```ts
 * import type { IncomingMessage } from 'node:http';
 *
 * const options: InboundOptions<IncomingMessage> = {
 *   workflow: 'Support',
 *   trustInbound: false,
 *   ignore: ({ url }) => url === '/health',
 * };
 * ```
 */
export interface InboundOptions<Request> {
  /**
   * The workflow of a run that begins with the request: a name of low cardinality. Not needed where
   * `autoGenerateRunId` is false.
   */
  readonly workflow?: Identifier;
  /**
   * Whether a request that brings no run begins one.
   * @defaultValue true
   */
  readonly autoGenerateRunId?: boolean | undefined;
  /**
   * Whose run context to believe: `true` everybody's, `false` nobody's, `'signed'` what carries a valid signature, or a
   * function of the request. Whoever can reach a service that believes everybody can book cost on another customer.
   * What is not believed is dropped, and a fresh run begins; the trace goes on.
   * @defaultValue what `enable()` was told, else true
   */
  readonly trustInbound?: TrustInbound<Request> | undefined;
  /**
   * The keys of signatures, the current one first: at least 32 characters each.
   * @defaultValue what `enable()` was told, else `BOTANU_CONTEXT_KEY`, a comma-separated list
   */
  readonly contextKeys?: readonly string[] | undefined;
  /**
   * The business event's id, or a function of the request. With it the whole request is an event: it ends when the
   * response is finished.
   */
  readonly eventId?: RequestIdentifier<Request>;
  /** The customer served, or a function of the request. Must be written where `eventId` is. */
  readonly customerId?: RequestIdentifier<Request>;
  /** The tenant, or a function of the request. */
  readonly tenantId?: RequestIdentifier<Request>;
  /**
   * Whether responses carry the run in `x-botanu-run-id` and `x-botanu-workflow`.
   * @defaultValue true
   */
  readonly exposeHeaders?: boolean | undefined;
  /**
   * Whether the event of a request fails where the response's status is 500 or above.
   * @defaultValue true
   */
  readonly failOnServerError?: boolean | undefined;
  /**
   * Requests to leave alone: health checks, say. They have no run, and bring none.
   * @defaultValue none
   */
  readonly ignore?: ((request: Request) => boolean) | undefined;
}

const USAGE = "Write botanu({ workflow: 'Support' }).";

/**
 * Checks what a developer sees at start.
 *
 * @param options - What the middleware was given.
 * @throws TypeError where an option is missing or cannot be used.
 */
export function assertInboundOptions(options: InboundOptions<never>): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`botanu() needs its options. ${USAGE}`);
  }
  if (!('workflow' in options) && options.autoGenerateRunId !== false) {
    throw new TypeError(
      `botanu() needs "workflow", the name of runs that begin here. ${USAGE} ` +
        'Where no run shall begin, write botanu({ autoGenerateRunId: false }).',
    );
  }
  if ('eventId' in options && !('customerId' in options)) {
    throw new TypeError(
      'botanu() with "eventId" needs "customerId". Write botanu({ workflow, eventId: (request) => ..., ' +
        'customerId: (request) => ... }). Where an event has no customer, say so: customerId: undefined.',
    );
  }
  const { trustInbound, ignore } = options;
  if (!['boolean', 'undefined', 'function'].includes(typeof trustInbound) && trustInbound !== 'signed') {
    throw new TypeError(
      "botanu() cannot use this trustInbound. Write true, false, 'signed' or a function of the request.",
    );
  }
  if (ignore !== undefined && typeof ignore !== 'function') {
    throw new TypeError(
      "botanu() needs a function as ignore. Write ignore: (request) => request.url === '/health'.",
    );
  }
}

/**
 * An id, or what a function of the request says; one that throws has none.
 *
 * @param source - As the options have it.
 * @param request - The framework's request.
 */
export function resolveIdentifier<Request>(source: RequestIdentifier<Request>, request: Request): Identifier {
  if (typeof source !== 'function') {
    return source;
  }
  try {
    return source(request);
  } catch (error) {
    warnTelemetryFailed('resolve an id of a request', error);
    return undefined;
  }
}
