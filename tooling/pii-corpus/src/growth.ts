import { repeated } from './motifs';

/** How the time for a motif grows with the length of the text. */
export interface Growth {
  readonly motif: string;
  /** The time is about the length to the power of this. */
  readonly exponent: number;
  /** For the longer text. */
  readonly milliseconds: number;
}

/** Below this, a timer says more about the machine than about the code. */
const LEAST_MS = 0.02;
const ATTEMPTS = 7;

/**
 * Measures how much longer a longer text takes.
 *
 * What disturbs a measurement only ever makes it longer, so that the shortest of some attempts counts, and a growth
 * that looks too steep is measured again.
 *
 * @param scrub - What is measured.
 * @param motif - What the texts repeat.
 * @param shortLength - Of the shorter text, in characters.
 * @param longLength - Of the longer one.
 * @param limit - The exponent that is not worth a second look.
 */
export function measureGrowth(
  scrub: (text: string) => unknown,
  motif: string,
  shortLength: number,
  longLength: number,
  limit: number,
): Growth {
  const short = repeated(motif, shortLength);
  const long = repeated(motif, longLength);
  let shortMs = Number.POSITIVE_INFINITY;
  let longMs = Number.POSITIVE_INFINITY;
  let exponent = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && exponent > limit; attempt += 1) {
    shortMs = Math.min(shortMs, timeOf(scrub, short));
    longMs = Math.min(longMs, timeOf(scrub, long));
    exponent = Math.log(longMs / Math.max(shortMs, LEAST_MS)) / Math.log(longLength / shortLength);
  }
  return { motif, exponent, milliseconds: longMs };
}

function timeOf(scrub: (text: string) => unknown, text: string): number {
  const startedAt = performance.now();
  scrub(text);
  return performance.now() - startedAt;
}
