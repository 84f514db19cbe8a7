/** The counter fills `rand_a`: 12 bits. */
const COUNTER_LIMIT = 2 ** 12;

/** The version, 7, before a counter of 12 bits. */
const VERSION = 0x7000;

/** Where ids take time and randomness from; tests replace them to prove the order under any clock. */
export interface RunIdSources {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A random UUID of version 4 (RFC 9562, section 5.4), whose last 62 random bits are used. */
  readonly randomUuid: () => string;
}

function randomUuidFromPlatform(): string {
  try {
    return globalThis.crypto.randomUUID();
  } catch {
    // Every supported runtime has Web Crypto; an id from a weaker source is still better than a broken request.
    return `00000000-0000-4000-8000-${Math.random().toFixed(12).slice('0.'.length)}`;
  }
}

/**
 * Makes a generator of UUIDv7 ids (RFC 9562, section 5.7) that are strictly increasing as text.
 *
 * Layout: 48 bits of milliseconds; a 12-bit counter in `rand_a` (section 6.2, method 1), from 0 in each new
 * millisecond; the variant and 62 random bits, drawn anew for each millisecond: the ids of one millisecond differ by
 * the counter, those of two processes by the random bits. A clock that stands still or steps back continues the
 * counter; a counter that overflows takes the next millisecond. Randomness is fetched at the first id, not at
 * import: some edge runtimes refuse it earlier.
 *
 * @param sources - The clock and the random source; the platform's own unless a test replaces them.
 * @returns A function that makes one id a call: lower-case, hyphenated, 36 characters.
 */
export function createRunIdGenerator(sources: Partial<RunIdSources> = {}): () => string {
  const { now = Date.now, randomUuid = randomUuidFromPlatform } = sources;
  let ms = -1;
  let counter = 0;
  let timestamp = '';
  let random = '';
  return () => {
    const current = Math.trunc(now());
    counter += 1;
    if (current > ms || counter === COUNTER_LIMIT) {
      ms = Math.max(current, ms + 1);
      counter = 0;
      // No regular expression: where an id is made once a millisecond, as in most servers, one costs more than the rest.
      const digits = ms.toString(16).padStart(12, '0');
      timestamp = `${digits.slice(0, 8)}-${digits.slice(8)}`;
      random = randomUuid().slice('xxxxxxxx-xxxx-4xxx'.length);
    }
    return `${timestamp}-${(VERSION + counter).toString(16)}${random}`;
  };
}
