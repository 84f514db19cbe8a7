import type { Claim, ClaimedSegment } from './claimed-segment';
import { encodeSpans } from './encode-spans';
import type { SegmentRecord } from './segment-format';
import type { TakenSpans } from './span-queue';
import { splitPayload } from './split-payload';
import type { EndedSpan } from './types';

/** Spans on their way, until they are delivered, written to the spool, or given up. */
export class Batch {
  spanCount: number;
  /** The spans, until they are encoded; with an exporter that was given, to the end. */
  spans: readonly EndedSpan[] | undefined = undefined;
  /** The body of the request, once it is encoded. */
  payload: Uint8Array | undefined = undefined;
  /** The file in the spool that holds the same, if any. */
  claim: Claim | undefined = undefined;
  /** Whether that file also holds something that cannot be read. */
  isDamaged = false;
  /** Whether another process handed the spans over, and only its segment is on disk. */
  isRecovered = false;
  /** How often it was sent, as far as this process knows. */
  attempts = 0;
  /** How many spans had been delivered when it was sent first. */
  deliveredBefore = 0;
  isSending = false;
  /** Nothing more is to be done: an answer that is still to come is ignored. */
  isSettled = false;
  /** The number of its first span in the queue; infinite for what comes from the spool. */
  readonly firstSequence: number;
  #maybeDeliveredCount = 0;

  private constructor(spanCount: number, firstSequence: number) {
    this.spanCount = spanCount;
    this.firstSequence = firstSequence;
  }

  /** Spans that have left the queue. */
  static ofSpans({ spans, firstSequence }: TakenSpans): Batch {
    const batch = new Batch(spans.length, firstSequence);
    batch.spans = spans;
    return batch;
  }

  /** A segment that was taken out of the spool. */
  static ofSegment(segment: ClaimedSegment): Batch {
    const batch = new Batch(segment.spanCount, Number.POSITIVE_INFINITY);
    batch.payload = segment.payload;
    batch.claim = segment.claim;
    batch.isDamaged = segment.isDamaged;
    batch.isRecovered = !segment.isOwn;
    batch.#maybeDeliveredCount = segment.maybeDeliveredCount;
    return batch;
  }

  /** How many of the spans an earlier request may have delivered, or the one that is on its way. */
  get maybeDeliveredCount(): number {
    return this.isSending ? this.spanCount : this.#maybeDeliveredCount;
  }

  /** Whether an answer got lost on its way: the collector may have the spans already. */
  markMaybeDelivered(): void {
    this.#maybeDeliveredCount = this.spanCount;
  }

  /**
   * Encodes the spans, once.
   *
   * @returns How many could not be encoded, and are no longer in the batch.
   */
  encode(): number {
    if (this.payload !== undefined) {
      return 0;
    }
    const { payload, spanCount, failedCount } = encodeSpans(this.spans ?? []);
    this.payload = payload;
    this.spanCount = spanCount;
    this.spans = undefined;
    return failedCount;
  }

  /** The encoded batch, as a segment of the spool holds it. */
  toRecord(): SegmentRecord {
    const { payload = new Uint8Array(), spanCount, maybeDeliveredCount } = this;
    return { payload, spanCount, maybeDeliveredCount };
  }

  /** Two batches with half of the spans each; undefined where there is but one span. */
  split(): readonly [Batch, Batch] | undefined {
    const { payload = new Uint8Array(), spanCount } = this;
    const halves = splitPayload({ payload, spanCount });
    return halves && [this.#half(halves[0]), this.#half(halves[1])];
  }

  #half({ payload, spanCount }: { payload: Uint8Array; spanCount: number }): Batch {
    const half = new Batch(spanCount, this.firstSequence);
    half.payload = payload;
    half.isRecovered = this.isRecovered;
    half.#maybeDeliveredCount = Math.min(spanCount, this.#maybeDeliveredCount);
    return half;
  }
}
