import { SpanRing } from './span-ring';
import type { EndedSpan } from './types';

/** Spans that left the queue together. Every span has a number, in the order of arrival, from 1. */
export interface TakenSpans {
  readonly spans: readonly EndedSpan[];
  readonly firstSequence: number;
}

/** The queue, and which of its spans are due: to be sent even where that makes a small batch. */
export class SpanQueue {
  readonly #ring: SpanRing;
  #pushedSequence = 0;
  #dueSequence = 0;

  /** @param capacity - How many spans fit. */
  constructor(capacity: number) {
    this.#ring = new SpanRing(capacity);
  }

  /** How many spans wait. */
  get size(): number {
    return this.#ring.size;
  }

  /** The number of the last span that came in. */
  get lastSequence(): number {
    return this.#pushedSequence;
  }

  /** The number of the last span that has left. */
  get takenSequence(): number {
    return this.#pushedSequence - this.#ring.size;
  }

  /** Whether a span waits that is to be sent now. */
  get isDue(): boolean {
    return this.takenSequence < this.#dueSequence;
  }

  /** @returns Whether there was room. */
  push(span: EndedSpan): boolean {
    const isPushed = this.#ring.push(span);
    if (isPushed) {
      this.#pushedSequence += 1;
    }
    return isPushed;
  }

  /** Whatever waits now is to be sent now. */
  markAllDue(): void {
    this.#dueSequence = this.#pushedSequence;
  }

  /** Takes out the oldest spans. */
  take(maxCount: number): TakenSpans {
    const firstSequence = this.takenSequence + 1;
    return { spans: this.#ring.take(maxCount), firstSequence };
  }
}
