import { captureOf } from './capture';
import { openRun } from './event-run';
import { createManualScope } from './manual-scope';
import type { RunContext } from './run-context';
import { safely } from './safely';
import { ATTR_BOTANU_EVAL_OUTPUT_CONTENT, SPAN_NAME_RUN_PREFIX } from './semconv';
import { sourceVersion } from './source-version';
import type {
  EventOptions,
  EventScope,
  FunctionWrapper,
  Identifier,
  Resolvable,
  WrapperOptions,
} from './types';
import { createWrapper } from './wrapper';

/**
 * Every way to open a run: see {@link event}.
 * @example
 * ```ts
 * const openRun: EventFunction = event;
 * const ids = { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' };
 * console.log(openRun(ids, (run) => run.workflow)); // Support
 * ```
 */
export interface EventFunction {
  /**
   * Runs a function as one run of a business event. Every span, HTTP call and model call inside, in this service
   * and in those that it calls, carries the run's ids, so that its cost can be joined to the event, the customer
   * and the workflow.
   *
   * Your function is called exactly once and its result is yours unchanged: sync stays sync, a promise stays a
   * promise, a promise subclass keeps its methods, generators and streams stay what they are, what is thrown is
   * thrown. The run ends when all of it has ended.
   *
   * @param options - `eventId`, `customerId` and `workflow` must be written, even if only as `undefined`.
   * @param fn - Called with the run.
   * @returns What `fn` returned.
   * @throws TypeError at once, where one of the three keys is absent or `fn` is no function. A key that is there
   * but empty never throws: the run goes on, marked with `botanu.attribution_error`, with one warning.
   * @example
   * ```ts
   * const answer = await event(
   *   { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' },
   *   async (run) => agent.answer(ticket, await agent.search(ticket.text)),
   * );
   * console.log(answer); // Dear acme, How to reset a password
   * ```
   */
  <T>(options: EventOptions, fn: (run: RunContext) => T): T;

  /**
   * Makes a wrapper of functions: a higher-order function, a TC39 method decorator and a legacy
   * (`experimentalDecorators`) one. Each call of the wrapped function is a run.
   *
   * @param options - As above; `eventId`, `customerId` and `tenantId` may be functions of the arguments of the
   * wrapped function. One that throws counts as a missing id.
   * @returns The wrapper. What it wraps keeps its `this`, `name` and `length`.
   * @throws TypeError at once, where one of the three keys is absent.
   * @example
   * ```ts
   * const answer = event({
   *   eventId: (given: Ticket) => given.id,
   *   customerId: (given: Ticket) => given.customerId,
   *   workflow: 'Support',
   * })(async (given) => agent.answer(given, []));
   * console.log(await answer(ticket)); // Dear acme,
   * ```
   */
  <E extends Resolvable, C extends Resolvable, T extends Resolvable = undefined>(
    options: WrapperOptions<E, C, T>,
  ): FunctionWrapper<E | C | T>;

  /**
   * Begins a run for code that cannot be a callback. The run is current only inside `scope.with(fn)`.
   *
   * @param options - As for `event(options, fn)`.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without
   * `end()`, `fail()` or `run.complete()` it is a failure.
   * @throws TypeError at once, where one of the three keys is absent.
   * @example
   * ```ts
   * using scope = event.start({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' });
   * const answer = await scope.with(() => agent.answer(ticket, []));
   * scope.end();
   * console.log(answer); // Dear acme,
   * ```
   */
  readonly start: (options: EventOptions) => EventScope;
}

function runOrWrap(options: EventOptions, ...rest: [fn?: unknown]): unknown {
  assertOptions(options);
  if (rest.length === 0) {
    return wrapEvent(options);
  }
  const [fn] = rest;
  if (typeof fn !== 'function') {
    throw misuse('a function to run');
  }
  const { run, scope } = openRun(options);
  return scope.run(fn as (run: RunContext) => unknown, run, captureOf(run, ATTR_BOTANU_EVAL_OUTPUT_CONTENT));
}

function start(options: EventOptions): EventScope {
  assertOptions(options);
  const { run, scope } = openRun(options);
  const manual = createManualScope(
    SPAN_NAME_RUN_PREFIX + run.workflow,
    scope,
    () => run.outcome?.status !== undefined,
  );
  return Object.assign(manual, { run });
}

/**
 * Every way to open a run: see {@link EventFunction}.
 * @example
 * ```ts
 * const answer = await event(
 *   { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' },
 *   (run) => agent.answer(ticket, []),
 * );
 * console.log(answer); // Dear acme,
 * ```
 */
export const event: EventFunction = /* @__PURE__ */ Object.assign(runOrWrap as EventFunction, { start });

/**
 * Wraps functions, whose arguments say who is served.
 *
 * @param options - Resolvers, or what is the same for every call.
 * @returns The wrapper.
 */
export function wrapEvent<E extends Resolvable, C extends Resolvable, T extends Resolvable = undefined>(
  options: WrapperOptions<E, C, T>,
): FunctionWrapper<E | C | T> {
  return createWrapper('event({ ... })', (original) => {
    let version: string | undefined;
    return function wrapped(this: unknown, ...parameters: never[]): unknown {
      /** An id, or a resolver's answer; one that throws has none. */
      const resolve = (source: Resolvable): Identifier =>
        typeof source === 'function' ? safely('resolve an id', () => source.apply(this, parameters)) : source;
      version ??= options.workflowVersion ?? safely('hash a function', () => sourceVersion(original));
      const { run, scope } = openRun({
        ...options,
        eventId: resolve(options.eventId),
        customerId: resolve(options.customerId),
        tenantId: resolve(options.tenantId),
        workflowVersion: version,
      });
      run.recordInput(parameters);
      return scope.run(
        () => original.apply(this, parameters),
        undefined,
        captureOf(run, ATTR_BOTANU_EVAL_OUTPUT_CONTENT),
      );
    };
  });
}

/** A forgotten key would lose the attribution of every run. */
function assertOptions(options: unknown): void {
  for (const key of ['eventId', 'customerId', 'workflow']) {
    if (!(key in Object(options))) {
      throw misuse(`"${key}"`);
    }
  }
}

/** A developer sees it at the first call. */
function misuse(missing: string): TypeError {
  return new TypeError(
    `event() needs ${missing}. Write event({ eventId, customerId, workflow }, fn), undefined for what a run has not.`,
  );
}
