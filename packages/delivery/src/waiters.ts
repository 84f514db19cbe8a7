/** Somebody who waits until what has come in so far is delivered or safe. */
export interface Waiter {
  /** The number of the last span that it waits for. */
  readonly sequence: number;
  /** Whether it waits for what is in the spool as well. */
  readonly includesSpool: boolean;
}

/** Who waits, each for a limited time. */
export class Waiters {
  readonly #resolvers = new Map<Waiter, () => void>();

  /** Whether anybody waits. */
  get isAny(): boolean {
    return this.#resolvers.size > 0;
  }

  /**
   * Waits until {@link Waiters.resolve} finds that it is done, or the time is up.
   *
   * @param waiter - What for.
   * @param timeoutMs - How long.
   */
  async wait(waiter: Waiter, timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#resolvers.set(waiter, resolve);
      timer = setTimeout(resolve, timeoutMs);
    });
    clearTimeout(timer);
    this.#resolvers.delete(waiter);
  }

  /** Lets go of everybody who need not wait any longer. */
  resolve(isDone: (waiter: Waiter) => boolean): void {
    for (const [waiter, resolve] of this.#resolvers) {
      if (isDone(waiter)) {
        this.#resolvers.delete(waiter);
        resolve();
      }
    }
  }
}
