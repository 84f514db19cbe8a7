import { injectRunContext } from '@botanu/core';
import {
  addText,
  assertTrackedFunction,
  assertTrackerOptions,
  callInContext,
  toCallName,
} from '@botanu/core/authoring';
import { type Attributes, type Link, SpanKind } from '@opentelemetry/api';
import { joinProducer } from './consumer-context';
import { addMessagingResult } from './counts';
import { callKind, DataCallSpan } from './data-call';
import * as semconv from './semconv';
import { normalizeMessaging } from './systems';
import type { MessagingCall, MessagingCallOptions, MessagingCallScope, MessagingResult } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

const TRACKER = 'trackMessagingOperation';
const KIND = callKind(semconv.MESSAGING_PREFIX);
const USAGE =
  "trackMessagingOperation({ system: 'kafka', operation: 'publish', destination: 'tickets' }, (call) => { ... })";
const KEYS = ['system', 'operation', 'destination'] as const;

/** Whoever does one of these sends; everybody else consumes. */
const PRODUCER_OPERATIONS: ReadonlySet<string> = new Set(['publish', 'send']);

/**
 * Both ways to track a messaging call: see {@link trackMessagingOperation}.
 */
export interface TrackMessagingOperation {
  /**
   * Runs a function as one call of a queue, or as the work on a message: its span has the system, the operation, the
   * destination, the duration and the class of an error, and what the function says of the call. The guarantees are
   * those of `trackDbOperation()`.
   *
   * With `carrier`, a producer (`publish`, `send`) writes run and trace into the message before the function runs; a
   * consumer joins the run that it finds there, and its span links to the producer's.
   *
   * @param options - `system`, `operation` and `destination` must be written, even if only as `undefined`.
   * @param fn - Called with the call.
   * @returns What `fn` returned.
   * @throws TypeError at once, where one of the three keys is absent or `fn` is no function.
   * @example
   * ```ts
   * const headers = {};
   * await trackMessagingOperation(
   *   { system: 'rabbitmq', operation: 'publish', destination: 'tickets', carrier: headers },
   *   async (call) => {
   *     channel.sendToQueue('tickets', body, { headers });
   *     call.setResult({ messageCount: 1, bytesTransferred: body.length });
   *   },
   * );
   * ```
   */
  <T>(options: MessagingCallOptions, fn: (call: MessagingCall) => T): T;

  /**
   * Begins a messaging call for code that cannot be a callback. Its span, and the run that a consumer joins, are
   * current only inside `scope.with(fn)`.
   *
   * @param options - As above.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without any of them,
   * and without a result, it is a failure.
   * @throws TypeError at once, where one of the three keys is absent.
   */
  readonly start: (options: MessagingCallOptions) => MessagingCallScope;
}

/** A messaging call and its span. */
class MessagingCallSpan extends DataCallSpan implements MessagingCall {
  /** @param links - What the span links to: the producer's span. */
  constructor(options: MessagingCallOptions, operation: string, links: Link[]) {
    const system = normalizeMessaging(toCallName(options.system, TRACKER, 'system'));
    const attributes: Attributes = {
      [semconv.ATTR_MESSAGING_SYSTEM]: system,
      [semconv.ATTR_MESSAGING_OPERATION]: operation,
      [semconv.ATTR_MESSAGING_OPERATION_NAME]: operation,
    };
    addText(attributes, semconv.ATTR_MESSAGING_DESTINATION_NAME, options.destination);
    const name = `messaging.${system}.${operation}`;
    const kind = isProducer(operation) ? SpanKind.PRODUCER : SpanKind.CONSUMER;
    super(
      KIND,
      { name, kind, scope: INSTRUMENTATION_SCOPE, prefix: KIND.prefix, attributes, links },
      system,
      options,
    );
  }

  setResult(result: MessagingResult): this {
    const attributes: Attributes = {};
    addMessagingResult(attributes, result);
    return this.writeResult(attributes);
  }

  inject<C>(carrier: C): C {
    return callInContext(this.scope.context, (target) => injectRunContext(target), carrier);
  }
}

function isProducer(operation: string): boolean {
  return PRODUCER_OPERATIONS.has(operation);
}

/** Opens the call: a producer writes into the message, a consumer goes on from it. */
function open(options: MessagingCallOptions): MessagingCallSpan {
  const operation = toCallName(options.operation, TRACKER, 'operation').toLowerCase();
  if (options.carrier === undefined || options.carrier === null) {
    return new MessagingCallSpan(options, operation, []);
  }
  if (isProducer(operation)) {
    const call = new MessagingCallSpan(options, operation, []);
    call.inject(options.carrier);
    return call;
  }
  const { context, links } = joinProducer(options.carrier, options.parentTrace ?? 'link');
  return callInContext(context, () => new MessagingCallSpan(options, operation, links), undefined);
}

function run<T>(options: MessagingCallOptions, fn: (call: MessagingCall) => T): T {
  assertTrackerOptions(TRACKER, USAGE, options, KEYS);
  assertTrackedFunction(TRACKER, USAGE, fn);
  return open(options).run(fn);
}

function start(options: MessagingCallOptions): MessagingCallScope {
  assertTrackerOptions(TRACKER, USAGE, options, KEYS);
  const call = open(options);
  return call.toManualScope(() => call.hasResult);
}

/**
 * Tracks messaging calls: see {@link TrackMessagingOperation}.
 * @example
 * ```ts
 * const headers: Record<string, string> = {};
 * const options = { system: 'kafka', operation: 'publish', destination: 'tickets', carrier: headers };
 * await trackMessagingOperation(options, () => agent.index(ticket));
 * ```
 */
export const trackMessagingOperation: TrackMessagingOperation = /* @__PURE__ */ Object.assign(run, {
  start,
});
