/** The longest delay of a timer: beyond it, `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Timer = ReturnType<typeof setTimeout> & { unref?: () => void };

/**
 * An AbortController that also aborts at a point in time. Its timer never keeps a process alive.
 */
export class DeadlineController {
  readonly #controller = new AbortController();
  #timer: Timer | undefined;

  /**
   * @param deadline - Epoch milliseconds; undefined for none.
   */
  constructor(deadline: number | undefined) {
    if (deadline !== undefined) {
      this.#abortAt(deadline);
    }
  }

  /** Fires once: at the deadline or at {@link abort}, whichever comes first. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Fires the signal now. */
  abort(reason: unknown): void {
    this.stop();
    this.#controller.abort(reason);
  }

  /** Forgets the deadline: the signal does not fire for it any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #abortAt(deadline: number): void {
    const remainingMs = deadline - Date.now();
    if (remainingMs <= 0) {
      this.abort(createTimeoutError());
      return;
    }
    this.#timer = setTimeout(() => this.#abortAt(deadline), Math.min(remainingMs, MAX_TIMER_MS));
    this.#timer.unref?.();
  }
}

/** The reason that `AbortSignal.timeout` gives, too. */
function createTimeoutError(): DOMException {
  return new DOMException('The deadline of the run has passed.', 'TimeoutError');
}

/** The reason that `AbortController.abort` gives where the caller has none. */
export function createCancellationError(): DOMException {
  return new DOMException('The run was cancelled.', 'AbortError');
}
