import type { SpanKind } from '@opentelemetry/api';
import type { RunContext } from './run-context';

/**
 * What can identify an event, a customer or a tenant. Numbers and bigints become decimal text. `undefined`,
 * `null` and `''` say that this run has none: it goes on, marked as incompletely attributed.
 * @example
 * ```ts
 * const ids: Identifier[] = ['ticket-42', 4711, 12n, null];
 * console.log(ids.length); // 4
 * ```
 */
export type Identifier = string | number | bigint | null | undefined;

/**
 * How a trace goes on in another process.
 * @example
 * ```ts
 * const parentTrace: ParentTrace = 'link';
 * ```
 */
export type ParentTrace = 'parent' | 'link';

/**
 * How a run ended.
 * @example
 * ```ts
 * const status: RunStatus = 'partial';
 * ```
 */
export type RunStatus = 'success' | 'failure' | 'partial' | 'timeout' | 'canceled';

/**
 * What can be said of an outcome beside its status.
 * @example
 * ```ts
 * const fields: CompletionFields = { valueType: 'tickets_resolved', valueAmount: 1, confidence: 0.9 };
 * ```
 */
export interface CompletionFields {
  /** A short code of why. @example `no_citations` */
  readonly reasonCode?: string | undefined;
  /** The class of the error. @example `RateLimitError` */
  readonly errorClass?: string | undefined;
  /** A free-form label of the business value. @example `tickets_resolved` */
  readonly valueType?: string | undefined;
  /** How much of that value. */
  readonly valueAmount?: number | undefined;
  /** How sure the application is, from 0 to 1. */
  readonly confidence?: number | undefined;
}

/**
 * What is known of a run's outcome.
 * @example
 * ```ts
 * const outcome: RunOutcome = { status: 'failure', errorClass: 'RateLimitError' };
 * ```
 */
export interface RunOutcome extends CompletionFields {
  /** How the run ended; absent while nothing has decided it. */
  readonly status?: RunStatus | undefined;
}

/**
 * What every way to open a run knows beside who is served.
 * @example
 * ```ts
 * const options: RunOptions = { workflow: 'Support', environment: 'staging', timeoutMs: 30_000 };
 * ```
 */
export interface RunOptions {
  /** The workflow's name, of low cardinality. @example `Support` */
  readonly workflow: Identifier;
  /**
   * The deployment environment.
   * @defaultValue `BOTANU_ENVIRONMENT`, `OTEL_DEPLOYMENT_ENVIRONMENT` or `DEPLOYMENT_ENVIRONMENT`, else `production`
   */
  readonly environment?: string | undefined;
  /**
   * The version of the workflow's code.
   * @defaultValue for a wrapped function, `v:` and 12 hex digits of a hash of its source
   */
  readonly workflowVersion?: string | undefined;
  /**
   * How long the run may take, in milliseconds: sets its deadline, which `run.signal` and services downstream know.
   */
  readonly timeoutMs?: number | undefined;
  /** The run that this one tries again: the attempt is counted up, and both share their root run id. */
  readonly retryOf?: RunContext | undefined;
}

/**
 * What `event()` needs to know about a run.
 * @example
 * ```ts
 * const options: EventOptions = {
 *   eventId: ticket.id,
 *   customerId: ticket.customerId,
 *   workflow: 'Support',
 *   timeoutMs: 30_000,
 * };
 * console.log(event(options, (run) => run.eventId)); // ticket-42
 * ```
 */
export interface EventOptions extends RunOptions {
  /**
   * The business event's id: the key by which cost is joined to outcomes. Several runs, also retries, may
   * share it. @example `ticket.id`
   */
  readonly eventId: Identifier;
  /** The customer served. @example `ticket.customerId` */
  readonly customerId: Identifier;
  /** The tenant, in an application of many tenants. */
  readonly tenantId?: Identifier;
  /**
   * The run that this one is opened for: a run, or the carrier of a message (see `injectRunContext`). The new
   * run is its child. Without it, the run that the calling code is in.
   */
  readonly parent?: object | undefined;
  /**
   * How the trace of a message in `parent` goes on: as a child of the sender's span, or as a new trace that links
   * to it.
   * @defaultValue `'parent'`
   */
  readonly parentTrace?: ParentTrace | undefined;
  /**
   * Whether the run's input and output are captured: `true` and `false` decide, without it the sampling does.
   * Nothing is captured unless a capture policy with a scrubber is installed.
   */
  readonly captureInput?: boolean | undefined;
  /**
   * Whether a run that ended without an error counts as a success. Without it the run has no status until
   * `run.complete()` gives it one.
   * @defaultValue true
   */
  readonly autoOutcomeOnSuccess?: boolean | undefined;
  /**
   * The kind of the run span.
   * @defaultValue `SpanKind.SERVER`
   */
  readonly spanKind?: SpanKind | undefined;
}

/**
 * What `RunContext.create()` takes: the options of an event, and fields that are known already.
 * @example
 * ```ts
 * const init: RunContextInit = { eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment', attempt: 2 };
 * console.log(RunContext.create(init).attempt); // 2
 * ```
 */
export interface RunContextInit extends RunOptions {
  /** As for `event()`. */
  readonly eventId: Identifier;
  /** As for `event()`. */
  readonly customerId: Identifier;
  /** As for `event()`. */
  readonly tenantId?: Identifier;
  /** The run's id. @defaultValue a new UUIDv7 */
  readonly runId?: string | undefined;
  /** The first attempt's run id. @defaultValue that of `retryOf`, else the run's own id */
  readonly rootRunId?: string | undefined;
  /** The run inside which this one is opened. */
  readonly parentRunId?: string | undefined;
  /** Which attempt the run is, from 1 to 10,000. @defaultValue that of `retryOf` plus 1, else 1 */
  readonly attempt?: number | undefined;
  /** The previous attempt's run id. @defaultValue that of `retryOf` */
  readonly retryOfRunId?: string | undefined;
  /** Until when the run may take, in epoch milliseconds; wins over `timeoutMs`. */
  readonly deadline?: number | undefined;
  /** Whether the run has been cancelled already. @defaultValue false */
  readonly cancelled?: boolean | undefined;
}

/**
 * What `emitOutcome()` takes: all of it optional, all of it diagnostic.
 * @example
 * ```ts
 * const fields: OutcomeFields = { valueType: 'tickets_resolved', valueAmount: 1, metadata: { batch: 'b-1' } };
 * ```
 */
export interface OutcomeFields {
  /** A free-form label of the business value. @example `tickets_resolved` */
  readonly valueType?: string | undefined;
  /** How much of that value. */
  readonly valueAmount?: number | undefined;
  /** How sure the application is, from 0 to 1. */
  readonly confidence?: number | undefined;
  /** Free-form diagnostic text. Do not put content or personal data here: it leaves the process. */
  readonly reason?: string | undefined;
  /** The application's classification of an error. @example `TimeoutError` */
  readonly errorType?: string | undefined;
  /** The application's own facts: strings, numbers and booleans as they are, anything else as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What `setBusinessContext()` takes.
 * @example
 * ```ts
 * const business: BusinessContext = { team: 'support-emea', costCenter: 'CC-104', region: 'eu-west-1' };
 * ```
 */
export interface BusinessContext {
  /** The customer served. */
  readonly customerId?: Identifier;
  /** The team that bears the cost. */
  readonly team?: string | undefined;
  /** The cost centre. */
  readonly costCenter?: string | undefined;
  /** The region. */
  readonly region?: string | undefined;
}

/**
 * A span's life in the hands of code that cannot be a callback. Ending it twice is harmless.
 * @example
 * ```ts
 * const scope: ManualScope = step.start('retrieval');
 * try {
 *   scope.with(() => agent.search(ticket.text));
 *   scope.end();
 * } catch (error) {
 *   scope.fail(error);
 * }
 * ```
 */
export interface ManualScope extends Disposable, AsyncDisposable {
  /**
   * Runs a function inside the scope: only there it is current.
   *
   * @param fn - Called once.
   * @returns What `fn` returned, unchanged.
   */
  readonly with: <T>(fn: () => T) => T;
  /** Ends the scope: it went well. */
  readonly end: () => void;
  /** Ends the scope: it failed. */
  readonly fail: (error: unknown) => void;
}

/**
 * A run in the hands of code that cannot be a callback.
 * @example
 * ```ts
 * const scope: EventScope = event.start({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' });
 * console.log(scope.run.workflow); // Support
 * scope.end();
 * ```
 */
export interface EventScope extends ManualScope {
  /** The run. */
  readonly run: RunContext;
}

/**
 * Any function, as far as it can be called with what it asks for.
 * @example
 * ```ts
 * const fn: AnyFunction = (words: number) => words;
 * ```
 */
export type AnyFunction = (...parameters: never[]) => unknown;

/**
 * An id, or a function of the wrapped function's arguments that gives it.
 * @example
 * ```ts
 * const eventId: Resolvable = (given: Ticket) => given.id;
 * ```
 */
export type Resolvable = Identifier | ((...parameters: never[]) => Identifier);

/**
 * What `event(options)` takes: as `event(options, fn)`, but ids may be functions of the arguments.
 * @example
 * ```ts
 * const options: WrapperOptions<(given: Ticket) => string, string, undefined> = {
 *   eventId: (given) => given.id,
 *   customerId: 'acme',
 *   workflow: 'Support',
 * };
 * console.log(event(options)((given: Ticket) => given.text)(ticket)); // I forgot my password
 * ```
 */
export interface WrapperOptions<E extends Resolvable, C extends Resolvable, T extends Resolvable>
  extends Omit<EventOptions, 'eventId' | 'customerId' | 'tenantId'> {
  /** The business event's id, or a function of the arguments. */
  readonly eventId: E;
  /** The customer served, or a function of the arguments. */
  readonly customerId: C;
  /** The tenant, or a function of the arguments. */
  readonly tenantId?: T;
}

/**
 * What `botanuWorkflow()` takes.
 * @example
 * ```ts
 * const options: WorkflowOptions<(given: Ticket) => string, string, undefined> = {
 *   name: 'Support',
 *   eventId: (given) => given.id,
 *   customerId: 'acme',
 * };
 * console.log(botanuWorkflow(options, (given: Ticket) => given.text)(ticket)); // I forgot my password
 * ```
 */
export interface WorkflowOptions<E extends Resolvable, C extends Resolvable, T extends Resolvable>
  extends Omit<WrapperOptions<E, C, T>, 'workflow'> {
  /** The workflow's name, of low cardinality. */
  readonly name: Identifier;
}

/**
 * Whether each resolver can be called with the parameters: `false` is among the members where one cannot.
 * @example
 * ```ts
 * const isAccepted: Accepts<(given: Ticket) => string, [Ticket]> = true;
 * ```
 */
export type Accepts<R, P extends readonly unknown[]> = R extends AnyFunction
  ? R extends (...parameters: P) => unknown
    ? true
    : false
  : true;

/**
 * `unknown` where all resolvers fit the function, else `never`.
 * @example
 * ```ts
 * const anything: IfAccepted<(given: Ticket) => string, [Ticket]> = 7;
 * ```
 */
export type IfAccepted<R, P extends readonly unknown[]> = false extends Accepts<R, P> ? never : unknown;

/**
 * A function of the resolvers' parameters, so that those of an inline function need no annotation.
 * @example
 * ```ts
 * const fn: ContextualFunction<(given: Ticket) => string, void, number> = (given) => given.text.length;
 * console.log(fn(ticket)); // 20
 * ```
 */
export type ContextualFunction<R, This, V> = [Extract<R, AnyFunction>] extends [never]
  ? never
  : (this: This, ...parameters: Parameters<Extract<R, AnyFunction>>) => V;

/**
 * Wraps functions: as a higher-order function, as a TC39 method decorator, and as a legacy one.
 *
 * @typeParam R - The resolvers, whose parameters the wrapped function must have.
 * @example
 * ```ts
 * const timed: FunctionWrapper<never> = step('retrieval');
 * console.log(timed((words: number) => words)(7)); // 7
 * ```
 */
export interface FunctionWrapper<R> {
  /** Wraps an inline function: its parameters are those of the resolvers. */
  <This, V>(fn: ContextualFunction<R, This, V>): ContextualFunction<R, This, V>;
  /** Wraps any function. */
  <F extends AnyFunction>(fn: F & IfAccepted<R, Parameters<F>>): F;
  /** Decorates a method (TC39). */
  <This, P extends unknown[], V>(
    method: ((this: This, ...parameters: P) => V) & IfAccepted<R, P>,
    context: ClassMethodDecoratorContext<This, (this: This, ...parameters: P) => V>,
  ): (this: This, ...parameters: P) => V;
  /** Decorates a method (`experimentalDecorators`). */
  <P extends unknown[], V>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<(...parameters: P) => V> & IfAccepted<R, P>,
  ): TypedPropertyDescriptor<(...parameters: P) => V>;
}
