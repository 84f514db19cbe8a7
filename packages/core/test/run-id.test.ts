import fc from 'fast-check';
import { createRunIdGenerator } from '../src/run-id';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A random source that can be steered to the edges: all bits clear, all bits set, or anything. */
function fillWith(word: number): (words: Uint32Array) => void {
  return (words) => words.fill(word);
}

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
    const words = fc.oneof(fc.constantFrom(0, 1, 0x7fff_ffff, 0xffff_ffff), fc.nat());
    fc.assert(
      fc.property(clockSteps, words, (steps, word) => {
        let ms = 1_795_245_097_007;
        const createRunId = createRunIdGenerator({ now: () => ms, fillRandom: fillWith(word) });
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

  it('stays strictly increasing and close to the clock when one millisecond needs many ids', () => {
    const createRunId = createRunIdGenerator({ now: () => 1000, fillRandom: fillWith(0xffff_ffff) });
    let previous = '';
    for (let count = 0; count < 300_000; count += 1) {
      const id = createRunId();
      if (!(id > previous)) {
        throw new Error(`${id} came after ${previous}`);
      }
      previous = id;
    }
    expect(timestampOf(previous)).toBe(1000);
  });

  it('fetches randomness only when the first id is made, and then for many ids at once', () => {
    let fetches = 0;
    const createRunId = createRunIdGenerator({
      fillRandom: (words) => {
        fetches += 1;
        globalThis.crypto.getRandomValues(words as Uint32Array<ArrayBuffer>);
      },
    });
    expect(fetches).toBe(0);
    for (let count = 0; count < 1000; count += 1) {
      createRunId();
    }
    expect(fetches).toBeGreaterThan(0);
    expect(fetches).toBeLessThan(40);
  });

  it('still makes ids where the platform refuses randomness', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    Object.defineProperty(globalThis, 'crypto', {
      configurable: true,
      value: {
        getRandomValues: () => {
          throw new Error('not in global scope');
        },
      },
    });
    try {
      expect(createRunIdGenerator()()).toMatch(UUID_V7);
    } finally {
      Object.defineProperty(globalThis, 'crypto', original);
    }
  });
});
