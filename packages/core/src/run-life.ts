import { createCancellationError, DeadlineController } from './deadline-controller';
import { errorClassOf } from './safely';
import type { RunOutcome } from './types';

/**
 * What changes while a run goes on: cancellation, outcome, work that outlives the user's function, the end.
 */
export class RunLife {
  cancelled: boolean;
  cancelledAt: number | undefined = undefined;
  outcome: RunOutcome | undefined = undefined;
  endTime: number | undefined = undefined;
  /** Whether an event has this run's id: one that was opened as an event, or that took the id of a request. */
  isClaimed = false;
  /** The class of the first error in work that was handed to `waitUntil`. */
  backgroundErrorClass: string | undefined = undefined;

  readonly #deadline: number | undefined;
  #cancellation: { readonly reason: unknown } | undefined = undefined;
  #controller: DeadlineController | undefined = undefined;
  #pendingCount = 0;
  #onIdle: (() => void) | undefined = undefined;

  constructor(deadline: number | undefined, cancelled: boolean) {
    this.#deadline = deadline;
    this.cancelled = cancelled;
  }

  /** The run's signal, made when somebody asks. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new DeadlineController(this.endTime === undefined ? this.#deadline : undefined);
      if (this.cancelled) {
        this.#controller.abort(this.#cancellation?.reason ?? createCancellationError());
      }
    }
    return this.#controller.signal;
  }

  cancel(reason: unknown): void {
    if (this.cancelled) {
      return;
    }
    this.cancelled = true;
    this.cancelledAt = Date.now();
    this.#cancellation = { reason: reason ?? createCancellationError() };
    this.#controller?.abort(this.#cancellation.reason);
  }

  /** Whether an error is what the run itself gave as the reason to stop, and which. */
  abortStatusOf(error: unknown): 'timeout' | 'canceled' | undefined {
    if (this.#cancellation !== undefined && error === this.#cancellation.reason) {
      return 'canceled';
    }
    const signal = this.#controller?.signal;
    if (signal?.aborted !== true || error !== signal.reason) {
      return undefined;
    }
    return this.cancelled ? 'canceled' : 'timeout';
  }

  /** Counts work that goes on; neither its value nor its error is anybody's but the run's. */
  waitFor(work: PromiseLike<unknown>): void {
    this.#pendingCount += 1;
    const done = (): void => {
      this.#pendingCount -= 1;
      if (this.#pendingCount === 0) {
        const onIdle = this.#onIdle;
        this.#onIdle = undefined;
        onIdle?.();
      }
    };
    Promise.resolve(work).then(done, (error: unknown) => {
      this.backgroundErrorClass ??= errorClassOf(error);
      done();
    });
  }

  /** Calls back when no work goes on: now, or when the last has ended. */
  whenIdle(callback: () => void): void {
    if (this.#pendingCount === 0) {
      callback();
    } else {
      this.#onIdle = callback;
    }
  }

  /** The run is over: its deadline has no meaning any more. */
  end(): void {
    this.endTime = Date.now();
    this.#controller?.stop();
  }
}
