import { readFileSync } from 'node:fs';
import { parseSegment, type SegmentRecord } from './segment-format';
import type { SegmentState } from './spool-files';

/** A segment that this process alone works on, until it is completed or given back. */
export interface Claim {
  readonly id: string;
  readonly path: string;
}

/** A segment that was taken out to be sent. */
export interface ClaimedSegment {
  readonly claim: Claim;
  readonly payload: Uint8Array;
  readonly spanCount: number;
  readonly maybeDeliveredCount: number;
  /** Whether this spool wrote it. */
  readonly isOwn: boolean;
  /** Spans in it that are damaged, as far as they can be counted. */
  readonly lostSpanCount: number;
  readonly isDamaged: boolean;
}

/** What {@link readClaimedSegment} has to know. */
export interface ClaimOrigin {
  /** What the segment was before it was claimed. */
  readonly state: SegmentState;
  readonly isOwn: boolean;
  /** Of the spool: see `parseSegment()`. */
  readonly binding: Uint8Array;
}

/**
 * Reads a segment that has just been claimed.
 *
 * @param claim - Where it is.
 * @param origin - Where it comes from.
 */
export function readClaimedSegment(claim: Claim, { state, isOwn, binding }: ClaimOrigin): ClaimedSegment {
  const { records, isDamaged, lostSpanCount } = parseSegment(readFileSync(claim.path), binding);
  const spanCount = sumOf(records, (record) => record.spanCount);
  return {
    claim,
    // Protobuf messages merge by concatenation: the records are one request.
    payload: Buffer.concat(records.map(({ payload }) => payload)),
    spanCount,
    // Who had claimed it may have been sending it when it ended.
    maybeDeliveredCount:
      state === 'claimed' || state === 'retry'
        ? spanCount
        : sumOf(records, ({ maybeDeliveredCount }) => maybeDeliveredCount),
    isOwn,
    lostSpanCount,
    isDamaged,
  };
}

function sumOf(records: readonly SegmentRecord[], count: (record: SegmentRecord) => number): number {
  return records.reduce((sum, record) => sum + count(record), 0);
}
