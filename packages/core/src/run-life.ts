import { errorClassOf, safely } from './safely';
import type { RunOutcome } from './types';

/** The longest delay of a timer: beyond it, `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Timer = ReturnType<typeof setTimeout> & { unref?: () => void };

/**
 * What changes while a run goes on: cancellation, outcome, work that outlives the user's function, the end.
 */
export class RunLife {
  cancelled: boolean;
  cancelledAt: number | undefined;
  outcome: RunOutcome | undefined;
  endTime: number | undefined;
  /** The class of the first error in work that was handed to `waitUntil`. */
  backgroundErrorClass: string | undefined;

  readonly #deadline: number | undefined;
  #timer: Timer | undefined;
  #controller: AbortController | undefined;
  #cancellation: unknown;
  #timeout: unknown;
  #pendingCount = 0;
  #onIdle: (() => void) | undefined;

  constructor(deadline: number | undefined, cancelled: boolean) {
    this.#deadline = deadline;
    this.cancelled = cancelled;
  }

  /** The run's signal, made when somebody asks: before that, nobody can wait for it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.cancelled) {
        this.#abort();
      } else if (this.#deadline !== undefined && this.endTime === undefined) {
        this.#abortAt(this.#deadline);
      }
    }
    return this.#controller.signal;
  }

  cancel(reason: unknown): void {
    if (!this.cancelled) {
      this.cancelled = true;
      this.cancelledAt = Date.now();
      this.#cancellation = reason;
      this.#abort();
    }
  }

  #abort(): void {
    this.#cancellation ??= new DOMException('The run was cancelled.', 'AbortError');
    this.#controller?.abort(this.#cancellation);
  }

  #abortAt(deadline: number): void {
    const remainingMs = deadline - Date.now();
    if (remainingMs > 0) {
      this.#timer = setTimeout(() => this.#abortAt(deadline), Math.min(remainingMs, MAX_TIMER_MS));
      this.#timer.unref?.();
    } else {
      this.#timeout = new DOMException('The deadline of the run has passed.', 'TimeoutError');
      this.#controller?.abort(this.#timeout);
    }
  }

  /** Whether an error is what the run itself gave as the reason to stop, and which. */
  abortStatusOf(error: unknown): 'timeout' | 'canceled' | undefined {
    if (error === undefined) {
      return undefined;
    }
    return error === this.#cancellation ? 'canceled' : error === this.#timeout ? 'timeout' : undefined;
  }

  /** Counts work that goes on; neither its value nor its error is anybody's but the run's. */
  waitFor(work: PromiseLike<unknown>): void {
    this.#pendingCount += 1;
    const done = (): void => {
      this.#pendingCount -= 1;
      this.#endIfIdle();
    };
    Promise.resolve(work).then(done, (error: unknown) => {
      this.backgroundErrorClass ??= errorClassOf(error);
      done();
    });
  }

  /**
   * Ends the run when no work goes on: now, or when the last has ended.
   *
   * @param onIdle - Called before; also behind `waitUntil`, where nobody is there to catch what it throws.
   */
  endWhenIdle(onIdle: () => void): void {
    this.#onIdle = onIdle;
    this.#endIfIdle();
  }

  #endIfIdle(): void {
    const onIdle = this.#onIdle;
    if (this.#pendingCount === 0 && onIdle !== undefined) {
      this.#onIdle = undefined;
      // The run is over: its deadline has no meaning any more.
      this.endTime = Date.now();
      clearTimeout(this.#timer);
      safely('end a run', onIdle);
    }
  }
}
