import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { encodeRecord, encodeSegmentHead, parseSegment, type SegmentRecord } from '../src/segment-format';

const BINDING = randomBytes(32);

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyRecord: fc.Arbitrary<SegmentRecord> = fc.record({
  payload: fc.uint8Array({ maxLength: 200 }),
  spanCount: uint32,
  maybeDeliveredCount: uint32,
});

function segmentOf(records: readonly SegmentRecord[]): Buffer {
  return Buffer.concat([encodeSegmentHead(BINDING), ...records.map(encodeRecord)]);
}

function plain(records: readonly SegmentRecord[]) {
  return records.map((record) => ({ ...record, payload: [...record.payload] }));
}

it('reads back what was written', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
      const parsed = parseSegment(segmentOf(records), BINDING);
      expect(parsed).toMatchObject({ isDamaged: false, lostSpanCount: 0 });
      expect(plain(parsed.records)).toEqual(plain(records));
    }),
  );
});

it('a segment that was cut off keeps all whole records before the cut', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 5 }), fc.nat(), (records, nat) => {
      const segment = segmentOf(records);
      const length = nat % segment.length;
      const { records: intact, isDamaged } = parseSegment(segment.subarray(0, length), BINDING);
      expect(plain(intact)).toEqual(plain(records).slice(0, intact.length));
      const whole = segmentOf(records.slice(0, intact.length)).length;
      const next = records[intact.length];
      expect(length).toBeLessThan(whole + (next === undefined ? 1 : encodeRecord(next).length));
      expect(isDamaged).toBe(length !== whole);
    }),
  );
});

it('a bit that has flipped costs one record, or what comes after it, and nothing is invented', () => {
  fc.assert(
    fc.property(
      fc.array(anyRecord, { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.nat(7),
      (records, nat, bit) => {
        const segment = segmentOf(records);
        const position = nat % segment.length;
        segment.writeUInt8((segment[position] ?? 0) ^ (1 << bit), position);
        const { records: intact, isDamaged } = parseSegment(segment, BINDING);
        const originals = plain(records).map((record) => JSON.stringify(record));
        expect(isDamaged).toBe(true);
        expect(intact.length).toBeLessThan(records.length);
        for (const record of plain(intact)) {
          expect(originals).toContain(JSON.stringify(record));
        }
      },
    ),
  );
});

it('says how many spans a damaged record held', () => {
  const records = [1, 2, 3].map((spanCount) => ({
    payload: randomBytes(50),
    spanCount,
    maybeDeliveredCount: 0,
  }));
  const segment = segmentOf(records);
  const middle = encodeSegmentHead(BINDING).length + encodeRecord(records[0] as SegmentRecord).length + 30;
  segment.writeUInt8((segment[middle] ?? 0) ^ 1, middle);
  const parsed = parseSegment(segment, BINDING);
  expect(parsed.records.map(({ spanCount }) => spanCount)).toEqual([1, 3]);
  expect(parsed).toMatchObject({ isDamaged: true, lostSpanCount: 2 });
});

it('whatever the bytes are, reading them ends, and takes no more than there is', () => {
  const soup = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.concat([encodeSegmentHead(BINDING), bytes])),
  );
  fc.assert(
    fc.property(soup, (bytes) => {
      const { records } = parseSegment(bytes, BINDING);
      const payloadBytes = records.reduce((sum, { payload }) => sum + payload.length, 0);
      expect(payloadBytes).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 1000 },
  );
});

it('does not read what belongs to another endpoint or key', () => {
  const segment = segmentOf([{ payload: randomBytes(5), spanCount: 1, maybeDeliveredCount: 0 }]);
  expect(parseSegment(segment, randomBytes(32))).toMatchObject({ records: [], isDamaged: true });
});
