import { repeated } from './motifs';

/** How the time for a motif grows with the length of the text. */
export interface Growth {
  readonly motif: string;
  /** The time is about the length to the power of this. */
  readonly exponent: number;
  /** For the longer text. */
  readonly milliseconds: number;
}

/** Below this, a clock says more about the machine than about the code. */
const LEAST_MS = 0.005;
const ATTEMPTS = 6;
const MAX_TIMES = 32;
const MICROSECONDS_PER_MILLISECOND = 1000;

/**
 * Measures how much longer a longer text takes, in time of the processor: what others do on the machine counts little.
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
  // As often as makes a time that can be read.
  const times = Math.min(MAX_TIMES, Math.ceil(longLength / shortLength));
  let shortMs = Number.POSITIVE_INFINITY;
  let longMs = Number.POSITIVE_INFINITY;
  let exponent = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && exponent > limit; attempt += 1) {
    shortMs = Math.min(shortMs, timeOf(scrub, short, times) / times);
    longMs = Math.min(longMs, timeOf(scrub, long, 1));
    exponent = Math.log(longMs / Math.max(shortMs, LEAST_MS)) / Math.log(longLength / shortLength);
  }
  return { motif, exponent, milliseconds: longMs };
}

function timeOf(scrub: (text: string) => unknown, text: string, times: number): number {
  const startedAt = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    scrub(text);
  }
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / MICROSECONDS_PER_MILLISECOND;
}
