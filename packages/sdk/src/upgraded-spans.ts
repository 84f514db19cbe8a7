import type { HostSpan } from './provider-shape';

/**
 * Which spans exist only for us: the host's sampler chose to drop them, and its processors must not see them.
 *
 * A sampler decides before the span object exists. The decision and the processors' `onStart` happen in one
 * synchronous call, so the last decision is the one of the span that starts next.
 */
export class UpgradedSpans {
  readonly #spans = new WeakSet<HostSpan>();
  #isNextUpgraded = false;
  #livingCount = 0;

  /** How many of them have started and not ended. */
  get livingCount(): number {
    return this.#livingCount;
  }

  /** Says what was decided about the span that starts next. */
  expect(isUpgraded: boolean): void {
    this.#isNextUpgraded = isUpgraded;
  }

  /** A span has started: the expectation is about this one. */
  started(span: HostSpan): void {
    if (this.#isNextUpgraded) {
      this.#isNextUpgraded = false;
      this.#livingCount += 1;
      this.#spans.add(span);
    }
  }

  /** A span has ended. It stays known: the processors behind still ask. */
  ended(span: HostSpan): void {
    if (this.#spans.has(span)) {
      this.#livingCount -= 1;
    }
  }

  /** Whether a span exists only for us. */
  has(span: HostSpan): boolean {
    return this.#spans.has(span);
  }
}
