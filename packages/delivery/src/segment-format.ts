import { crc32 } from 'node:zlib';

/** Every segment begins with these eight bytes; the last one is the version of the format. */
const MAGIC = Buffer.from('BOTANU\0\x01', 'latin1');

/** Length, span count, spans that may have been delivered, checksum of the payload, checksum of this head. */
const RECORD_HEAD_BYTES = 20;

/** One batch in a segment: an OTLP request body. */
export interface SegmentRecord {
  readonly payload: Uint8Array;
  readonly spanCount: number;
  /** How many of its spans an earlier request may have delivered. */
  readonly maybeDeliveredCount: number;
}

/** What is in a segment's file. */
export interface ParsedSegment {
  readonly records: readonly SegmentRecord[];
  /** Whether anything in the file is damaged or incomplete. */
  readonly isDamaged: boolean;
  /** How many spans the damaged records say that they hold; those whose head is damaged as well are not counted. */
  readonly lostSpanCount: number;
}

/**
 * The beginning of a segment's file.
 *
 * @param binding - 32 bytes that say which endpoint and key the segment belongs to.
 */
export function encodeSegmentHead(binding: Uint8Array): Uint8Array {
  return Buffer.concat([MAGIC, binding]);
}

/**
 * A record, as it is appended to a segment's file.
 *
 * @param record - The batch.
 */
export function encodeRecord({ payload, spanCount, maybeDeliveredCount }: SegmentRecord): Uint8Array {
  const record = Buffer.allocUnsafe(RECORD_HEAD_BYTES + payload.byteLength);
  record.writeUInt32LE(payload.byteLength, 0);
  record.writeUInt32LE(spanCount, 4);
  record.writeUInt32LE(maybeDeliveredCount, 8);
  record.writeUInt32LE(crc32(payload), 12);
  record.writeUInt32LE(crc32(record.subarray(0, 16)), 16);
  record.set(payload, RECORD_HEAD_BYTES);
  return record;
}

/**
 * Reads a segment's file. Whatever the bytes are, this returns: a damaged record is passed over, and after a damaged
 * head, which would say where the next record begins, nothing more is read.
 *
 * @param file - All bytes of it.
 * @param binding - What {@link encodeSegmentHead} was given: a segment of another endpoint or key counts as damaged.
 */
export function parseSegment(file: Uint8Array, binding: Uint8Array): ParsedSegment {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const head = encodeSegmentHead(binding);
  const records: SegmentRecord[] = [];
  let lostSpanCount = 0;
  if (!bytes.subarray(0, head.length).equals(head)) {
    return { records, isDamaged: true, lostSpanCount };
  }
  let position = head.length;
  let isDamaged = false;
  while (position < bytes.length) {
    const recordHead = readRecordHead(bytes, position);
    if (recordHead === undefined) {
      return { records, isDamaged: true, lostSpanCount };
    }
    const { payloadBytes, checksum, spanCount, maybeDeliveredCount } = recordHead;
    const start = position + RECORD_HEAD_BYTES;
    const payload = bytes.subarray(start, start + payloadBytes);
    if (payload.length === payloadBytes && crc32(payload) === checksum) {
      records.push({ payload, spanCount, maybeDeliveredCount });
    } else {
      isDamaged = true;
      lostSpanCount += spanCount;
    }
    position = start + payloadBytes;
  }
  return { records, isDamaged, lostSpanCount };
}

function readRecordHead(bytes: Buffer, position: number) {
  const end = position + RECORD_HEAD_BYTES;
  if (end > bytes.length || crc32(bytes.subarray(position, position + 16)) !== bytes.readUInt32LE(end - 4)) {
    return undefined;
  }
  return {
    payloadBytes: bytes.readUInt32LE(position),
    spanCount: bytes.readUInt32LE(position + 4),
    maybeDeliveredCount: bytes.readUInt32LE(position + 8),
    checksum: bytes.readUInt32LE(position + 12),
  };
}
