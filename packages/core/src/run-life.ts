import { type RunContent, scrubText } from './capture';
import type { Completion } from './completion';
import { errorClassOf, safely } from './safely';
import type { CompletionFields, RunOutcome, RunStatus } from './types';

/** The longest delay of a timer: beyond it, `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Timer = ReturnType<typeof setTimeout> & { unref?: () => void };

/**
 * What changes while a run goes on: time, cancellation, outcome, work that outlives the user's function, the end.
 * @example
 * ```ts
 * const run: RunLife = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
 * console.log(run.cancelled, run.outcome); // false undefined
 * ```
 */
export class RunLife {
  /** When the run began, or arrived, in this process, in epoch milliseconds. @example `1795245097007` */
  readonly startTime = Date.now();
  /** Until when the run may take, in epoch milliseconds. @example `1795245127007` */
  declare readonly deadline: number | undefined;
  /** @internal Where captured content goes; undefined where none is captured. */
  declare content: RunContent | undefined;
  /** @internal Whether an event has this run's id: opened with it, or taken from the request around it. */
  declare isClaimed: boolean | undefined;

  #cancelled: boolean;
  #cancelledAt: number | undefined;
  #endTime: number | undefined;
  #timer: Timer | undefined;
  #controller: AbortController | undefined;
  #cancellation: unknown;
  #timeout: unknown;
  #outcome: RunOutcome | undefined;
  /** The class of the first error in work that was handed to `waitUntil`. */
  #backgroundErrorClass: string | undefined;
  #pendingCount = 0;
  #onIdle: (() => void) | undefined;

  protected constructor(deadline: number | undefined, cancelled: boolean) {
    this.deadline = deadline;
    this.#cancelled = cancelled;
  }

  /**
   * Whether {@link requestCancellation} was called, here or in the service that the run came from.
   * @example `false`
   */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** When the run was cancelled in this process, in epoch milliseconds. @example `1795245098000` */
  get cancelledAt(): number | undefined {
    return this.#cancelledAt;
  }

  /**
   * What is known of the outcome: from {@link complete}, from `emitOutcome()`, and from how the run ended.
   * @example `{ status: 'success', valueType: 'tickets_resolved', valueAmount: 1 }`
   */
  get outcome(): Readonly<RunOutcome> | undefined {
    return this.#outcome;
  }

  /** How long the run took in this process, or has taken so far, in milliseconds; never negative. @example `1240` */
  get durationMs(): number {
    return Math.max(0, (this.#endTime ?? Date.now()) - this.startTime);
  }

  /**
   * Fires when the run is cancelled and when its deadline passes, with a `DOMException` named `AbortError` or
   * `TimeoutError` as reason (or the reason of the cancellation). Made at the first read; its timer does not
   * keep the process alive.
   * @example
   * ```ts
   * await event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, async (run) => {
   *   const response = await fetch(knowledgeUrl, { signal: run.signal });
   *   console.log(response.ok, run.signal.aborted); // true false
   * });
   * ```
   */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled) {
        this.#abort();
      } else if (this.#endTime === undefined) {
        this.#watchDeadline();
      }
    }
    return this.#controller.signal;
  }

  /**
   * Whether the deadline has passed; false without one.
   * @example
   * ```ts
   * const run = RunContext.create({
   *   eventId: 'order-7',
   *   customerId: 'acme',
   *   workflow: 'Fulfilment',
   *   timeoutMs: 30_000,
   * });
   * console.log(run.isPastDeadline()); // false
   * ```
   */
  isPastDeadline(): boolean {
    return this.remainingTimeMs() === 0;
  }

  /**
   * Whether work on this run should stop: it was cancelled, or its deadline has passed.
   * @example
   * ```ts
   * const run = RunContext.create({
   *   eventId: 'order-7',
   *   customerId: 'acme',
   *   workflow: 'Fulfilment',
   *   timeoutMs: 30_000,
   * });
   * run.requestCancellation();
   * console.log(run.isCancelled(), run.isPastDeadline()); // true false
   * ```
   */
  isCancelled(): boolean {
    return this.#cancelled || this.isPastDeadline();
  }

  /**
   * How much time is left until the deadline.
   *
   * @returns Milliseconds, 0 when it has passed; undefined without a deadline.
   * @example
   * ```ts
   * const run = RunContext.create({
   *   eventId: 'order-7',
   *   customerId: 'acme',
   *   workflow: 'Fulfilment',
   *   timeoutMs: 30_000,
   * });
   * console.log((run.remainingTimeMs() ?? 0) > 29_000); // true
   * ```
   */
  remainingTimeMs(): number | undefined {
    return this.deadline && Math.max(0, this.deadline - Date.now());
  }

  /**
   * Asks everything that works on this run to stop: the signal fires, and later calls to other services carry
   * the cancellation. A second call changes nothing.
   *
   * @param reason - What the signal's listeners are given. @defaultValue a `DOMException` named `AbortError`
   * @example
   * ```ts
   * const run = RunContext.create({
   *   eventId: 'order-7',
   *   customerId: 'acme',
   *   workflow: 'Fulfilment',
   *   timeoutMs: 30_000,
   * });
   * run.requestCancellation(new Error('the customer hung up'));
   * console.log(run.signal.reason.message, run.toBaggage()['botanu.cancelled']); // the customer hung up true
   * ```
   */
  requestCancellation(reason?: unknown): void {
    if (!this.#cancelled) {
      this.#cancelled = true;
      this.#cancelledAt = Date.now();
      this.#cancellation = reason;
      this.#abort();
    }
  }

  #abort(): void {
    this.#cancellation ??= new DOMException('The run was cancelled.', 'AbortError');
    this.#controller?.abort(this.#cancellation);
  }

  #watchDeadline(): void {
    const remainingMs = this.remainingTimeMs();
    if (remainingMs) {
      this.#timer = setTimeout(() => this.#watchDeadline(), Math.min(remainingMs, MAX_TIMER_MS));
      this.#timer.unref?.();
    } else if (remainingMs === 0) {
      this.#timeout = new DOMException('The deadline of the run has passed.', 'TimeoutError');
      this.#controller?.abort(this.#timeout);
    }
  }

  /**
   * Says how the run went: overrules what would be concluded from a return or an error. It does not end the
   * run; a later call wins.
   *
   * @param status - The status.
   * @param fields - What else is known.
   * @example
   * ```ts
   * event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, (run) => {
   *   run.complete('partial', { reasonCode: 'no_citations', valueType: 'tickets_resolved', valueAmount: 0.5 });
   *   console.log(run.outcome?.status); // partial
   * });
   * ```
   */
  complete(status: RunStatus, fields: CompletionFields = {}): void {
    const { reasonCode } = fields;
    const scrubbed = typeof reasonCode === 'string' ? { reasonCode: scrubText(reasonCode) } : {};
    this.#outcome = { ...this.#outcome, ...fields, ...scrubbed, status };
  }

  /**
   * Keeps the run open for work that goes on after your function has returned: the run span ends when all of
   * it is done. The caller does not wait. An error in it never becomes an unhandled rejection; its class is
   * recorded on the run.
   *
   * @param work - The work's promise.
   * @example
   * ```ts
   * const answer = await event(
   *   { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' },
   *   async (run) => {
   *     run.waitUntil(agent.index(ticket));
   *     return agent.answer(ticket, []);
   *   },
   * );
   * console.log(answer); // Dear acme,
   * ```
   */
  waitUntil(work: PromiseLike<unknown>): void {
    this.#pendingCount += 1;
    const done = (): void => {
      this.#pendingCount -= 1;
      this.#endIfIdle();
    };
    Promise.resolve(work).then(done, (error: unknown) => {
      this.#backgroundErrorClass ??= errorClassOf(error);
      done();
    });
  }

  /**
   * @internal Ends the run when no work goes on: now, or when the last has ended.
   *
   * @param completion - How the user's code ended: that decides the status, unless `complete()` has done so.
   * @param isSuccessAutomatic - Whether a normal end is a success.
   * @param onEnd - Called once, when the outcome is known; what it throws is warned about.
   */
  end(completion: Completion, isSuccessAutomatic: boolean, onEnd: () => void): void {
    this.#onIdle = () => {
      // The run is over: its deadline has no meaning any more.
      this.#endTime = Date.now();
      clearTimeout(this.#timer);
      this.#conclude(completion, isSuccessAutomatic);
      onEnd();
    };
    this.#endIfIdle();
  }

  #endIfIdle(): void {
    const onIdle = this.#onIdle;
    if (this.#pendingCount === 0 && onIdle !== undefined) {
      this.#onIdle = undefined;
      // Behind `waitUntil` nobody is there to catch.
      safely('end a run', onIdle);
    }
  }

  #conclude(completion: Completion, isSuccessAutomatic: boolean): void {
    let status: RunStatus | undefined = isSuccessAutomatic ? 'success' : undefined;
    let errorClass = this.#backgroundErrorClass;
    if (completion.isError) {
      const { error } = completion;
      status = 'failure';
      if (error !== undefined) {
        status = error === this.#cancellation ? 'canceled' : error === this.#timeout ? 'timeout' : status;
        errorClass = errorClassOf(error);
      }
    }
    const stated = this.#outcome;
    this.#outcome = {
      ...stated,
      status: stated?.status ?? status,
      errorClass: stated?.errorClass ?? errorClass,
    };
  }
}
