const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;
/** A collector that asks for more than this is asked again after this. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

/**
 * When the collector may be asked again. All requests share it: one failure holds back the others, so that a
 * collector that is coming back meets one request, not a crowd.
 */
export class Backoff {
  #failures = 0;
  #notBeforeMs = 0;

  /** Whether the last request failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** How long to wait before the next request; 0 where none is needed. */
  get waitMs(): number {
    return Math.max(0, this.#notBeforeMs - performance.now());
  }

  /** A request was answered: the collector is back. */
  succeed(): void {
    this.#failures = 0;
    this.#notBeforeMs = 0;
  }

  /**
   * A request failed in a way that may be retried.
   *
   * @param startedAtMs - When it was sent. Requests that were in flight together count as one failure.
   * @param retryAfterMs - What the collector asks for: at least this long.
   */
  fail(startedAtMs: number, retryAfterMs = 0): void {
    const now = performance.now();
    if (startedAtMs >= this.#notBeforeMs) {
      this.#failures += 1;
      const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures - 1, 16));
      // Jitter: processes that lost the collector together must not come back together.
      this.#notBeforeMs = now + ceiling * (0.5 + Math.random() / 2);
    }
    const askedFor = now + Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
    this.#notBeforeMs = Math.max(this.#notBeforeMs, askedFor);
  }
}

/**
 * Reads a `Retry-After` header (RFC 9110, section 10.2.3): seconds, or an HTTP date.
 *
 * @param header - The header's value.
 * @param nowMs - The time, as `Date.now()` has it.
 * @returns Milliseconds from now, or undefined where there is no header that can be read.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) {
    return Number(text) * 1000;
  }
  // Only a date of HTTP's: Date.parse takes much else.
  const dateMs = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
