/** How many 32-bit words of randomness are fetched at once: one call into the platform serves many ids. */
const POOL_WORDS = 256;

/** The counter's upper part fills `rand_a` (12 bits) and the 14 bits after the variant; it starts in the lower half. */
const COUNTER_HIGH_LIMIT = 2 ** 26;
const COUNTER_LOW_LIMIT = 2 ** 16;

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hexByte = (value: number): string => HEX_BYTES[value & 0xff] as string;
const hex16 = (value: number): string => hexByte(value >>> 8) + hexByte(value);

/** Where ids take time and randomness from; tests replace them to prove the order under any clock. */
export interface RunIdSources {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fills the array with random words. */
  readonly fillRandom: (words: Uint32Array<ArrayBuffer>) => void;
}

function fillFromPlatform(words: Uint32Array<ArrayBuffer>): void {
  try {
    globalThis.crypto.getRandomValues(words);
  } catch {
    // Every supported runtime has Web Crypto; an id from a weaker source is still better than a broken request.
    for (let index = 0; index < words.length; index += 1) {
      words[index] = Math.random() * 2 ** 32;
    }
  }
}

/**
 * Makes a generator of UUIDv7 ids (RFC 9562, section 5.7) that are strictly increasing as text.
 *
 * Layout: 48 bits of milliseconds; a 42-bit counter in `rand_a` and the upper part of `rand_b` (section 6.2,
 * method 1), seeded at random in each new millisecond with its highest bit clear; 32 random bits.
 * A clock that stands still or steps back continues the counter; a counter that overflows takes the next
 * millisecond. Randomness is fetched at the first id, not at import: some edge runtimes refuse it earlier.
 *
 * @param sources - The clock and the random source; the platform's own unless a test replaces them.
 * @returns A function that makes one id a call: lower-case, hyphenated, 36 characters.
 */
export function createRunIdGenerator(sources: Partial<RunIdSources> = {}): () => string {
  const { now = Date.now, fillRandom = fillFromPlatform } = sources;
  const pool = new Uint32Array(POOL_WORDS);
  let nextWord = POOL_WORDS;
  let lastMs = -1;
  let timePrefix = '';
  let counterHigh = 0;
  let counterLow = 0;

  function randomWord(): number {
    if (nextWord === POOL_WORDS) {
      fillRandom(pool);
      nextWord = 0;
    }
    const word = pool[nextWord] as number;
    nextWord += 1;
    return word;
  }

  function startMillisecond(ms: number): void {
    lastMs = ms;
    const hex = ms.toString(16).padStart(12, '0');
    timePrefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    counterHigh = randomWord() >>> 7;
    counterLow = randomWord() >>> 16;
  }

  function increment(): void {
    counterLow += 1;
    if (counterLow < COUNTER_LOW_LIMIT) {
      return;
    }
    counterLow = 0;
    counterHigh += 1;
    if (counterHigh === COUNTER_HIGH_LIMIT) {
      startMillisecond(lastMs + 1);
    }
  }

  return function createRunId(): string {
    const ms = now();
    if (ms > lastMs) {
      startMillisecond(Math.trunc(ms));
    } else {
      increment();
    }
    const randA = counterHigh >>> 14;
    const variantAndCounter = 0x8000 | (counterHigh & 0x3fff);
    const word = randomWord();
    return (
      timePrefix +
      (randA < 256 ? `0${hexByte(randA)}` : hex16(randA).slice(1)) +
      '-' +
      hex16(variantAndCounter) +
      '-' +
      hex16(counterLow) +
      hex16(word >>> 16) +
      hex16(word & 0xffff)
    );
  };
}
