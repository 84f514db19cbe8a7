import fc from 'fast-check';
import { createRunIdGenerator } from '../src/run-id';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A random source that can be steered to the edges: all bits clear, all bits set, or anything. */
const randomUuids = fc.oneof(
  fc.constantFrom('00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff'),
  fc.uuid({ version: 4 }),
);

const COUNTERS_PER_MS = 4096;

function timestampOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

describe('createRunIdGenerator', () => {
  it('makes lower-case, hyphenated UUIDs of version 7 and the RFC variant', () => {
    const createRunId = createRunIdGenerator();
    for (let count = 0; count < 10_000; count += 1) {
      expect(createRunId()).toMatch(UUID_V7);
    }
  });

  it('puts the millisecond into the first 48 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 2 }), (ms) => {
        const createRunId = createRunIdGenerator({ now: () => ms });
        expect(timestampOf(createRunId())).toBe(ms);
      }),
    );
  });

  it('is strictly increasing as text whatever the clock and the randomness do', () => {
    const clockSteps = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(clockSteps, fc.infiniteStream(randomUuids), (steps, uuids) => {
        let ms = 1_795_245_097_007;
        const randomUuid = () => uuids.next().value as string;
        const createRunId = createRunIdGenerator({ now: () => ms, randomUuid });
        let previous = '';
        for (const step of steps) {
          ms += step;
          const id = createRunId();
          expect(id).toMatch(UUID_V7);
          expect(id > previous).toBe(true);
          previous = id;
        }
      }),
    );
  });

  it('stays strictly increasing and close to the clock when one millisecond needs more ids than it has', () => {
    const createRunId = createRunIdGenerator({ now: () => 1000 });
    const count = 300_000;
    let previous = '';
    for (let made = 0; made < count; made += 1) {
      const id = createRunId();
      if (!(id > previous)) {
        throw new Error(`${id} came after ${previous}`);
      }
      previous = id;
    }
    expect(timestampOf(previous)).toBe(1000 + Math.floor((count - 1) / COUNTERS_PER_MS));
  });

  it('returns to the clock when it has caught up', () => {
    let ms = 1000;
    const createRunId = createRunIdGenerator({ now: () => ms });
    for (let made = 0; made < 2.5 * COUNTERS_PER_MS; made += 1) {
      createRunId();
    }
    ms = 1002;
    expect(timestampOf(createRunId())).toBe(1002);
    ms = 1003;
    const id = createRunId();
    expect(timestampOf(id)).toBe(1003);
    expect(id.slice(14, 18)).toBe('7000');
  });

  it('draws 62 random bits from the platform for each millisecond, none before the first id', () => {
    let ms = 1000;
    const randomUuid = jest
      .fn()
      .mockReturnValueOnce('00000000-0000-4000-a123-456789abcdef')
      .mockReturnValueOnce('00000000-0000-4000-8765-fedcba987654');
    const createRunId = createRunIdGenerator({ now: () => ms, randomUuid });
    expect(randomUuid).not.toHaveBeenCalled();
    expect(createRunId()).toBe('00000000-03e8-7000-a123-456789abcdef');
    expect(createRunId()).toBe('00000000-03e8-7001-a123-456789abcdef');
    ms += 1;
    expect(createRunId()).toBe('00000000-03e9-7000-8765-fedcba987654');
    expect(randomUuid).toHaveBeenCalledTimes(2);
  });

  it('still makes ids where the platform refuses randomness', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    Object.defineProperty(globalThis, 'crypto', {
      configurable: true,
      value: {
        randomUUID: () => {
          throw new Error('not in global scope');
        },
      },
    });
    try {
      const createRunId = createRunIdGenerator();
      expect(createRunId()).toMatch(UUID_V7);
      expect(createRunId().slice(19)).not.toBe(createRunIdGenerator()().slice(19));
    } finally {
      Object.defineProperty(globalThis, 'crypto', original);
    }
  });
});
