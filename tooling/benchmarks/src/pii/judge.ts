import { type CorpusText, measureGrowth, motifs, Random } from '@botanu-tooling/pii-corpus';
import type { Scrub } from './scrubbers';

/** How many of something were planted, and how many are gone. */
export interface Count {
  readonly planted: number;
  readonly gone: number;
}

/** How well a scrubber tells what has to go from what has to stay. */
export interface Judgement {
  readonly secrets: Readonly<Record<string, Count>>;
  readonly lookAlikes: Readonly<Record<string, Count>>;
  /** How often it threw. */
  readonly failures: number;
}

/**
 * Scrubs every text, and looks for what was planted in it. A secret counts as gone as soon as it does not stand in
 * the result as a whole: that favours who removes but a part of it.
 */
export async function judge(scrub: Scrub, texts: readonly CorpusText[]): Promise<Judgement> {
  const secrets: Record<string, Count> = {};
  const lookAlikes: Record<string, Count> = {};
  let failures = 0;
  for (const { text, ...planted } of texts) {
    let result = text;
    try {
      result = await scrub(text);
    } catch {
      failures += 1;
    }
    for (const [counts, list] of [
      [secrets, planted.secrets],
      [lookAlikes, planted.lookAlikes],
    ] as const) {
      for (const { kind, value } of list) {
        const { planted: before, gone } = counts[kind] ?? { planted: 0, gone: 0 };
        counts[kind] = { planted: before + 1, gone: gone + (result.includes(value) ? 0 : 1) };
      }
    }
  }
  return { secrets, lookAlikes, failures };
}

/** The motif for which the time of a scrubber grows most steeply. */
export interface WorstGrowth {
  readonly motif: string;
  readonly exponent: number;
  /** For the longer text. */
  readonly milliseconds: number;
}

const SHORT_LENGTH = 2048;
const LONG_LENGTH = 16_384;
const TIME_LIMIT_MS = 20_000;

/**
 * Looks for the motif for which the time grows most steeply, for at most twenty seconds.
 *
 * @param scrub - Synchronous: what is asynchronous is not measured.
 */
export function worstGrowth(scrub: (text: string) => unknown): WorstGrowth {
  const random = new Random(1);
  const dangerous = ['a.', 'a-', '1.1.', 'eyJ-', 'a@', '1 ', '1-', 'a ', 'A', 'a', '1', ' ', '://a:'];
  const tried = [...dangerous, ...Array.from({ length: 400 }, () => random.pick(motifs.systematic))];
  const startedAt = performance.now();
  let worst: WorstGrowth = { motif: '', exponent: 0, milliseconds: 0 };
  for (const motif of tried) {
    if (performance.now() - startedAt > TIME_LIMIT_MS) {
      break;
    }
    const growth = measureGrowth(scrub, motif, SHORT_LENGTH, LONG_LENGTH, Math.max(1.2, worst.exponent));
    if (growth.exponent > worst.exponent) {
      worst = growth;
    }
  }
  return worst;
}
