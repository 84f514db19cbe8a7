import type { Finding } from './types';

/** What was seen in a text, as it is and as the patterns see it. */
export interface Look {
  readonly plain: string;
  readonly plainFindings: readonly Finding[];
  /** Where in the plain text something could have begun and did not. */
  readonly misses: readonly number[];
  readonly findings: Finding[];
}

/** How many characters decide what can begin somewhere. */
const TRIGGER_LENGTH = 3;

/**
 * Replaces the findings in the plain text, and says where something can begin now that could not before: where it
 * has been tried in vain, and right before, in and behind each replacement.
 *
 * @param look - What was seen.
 * @param replacements - What stands in the place of each finding.
 */
export function replaced(
  { plain, plainFindings, misses }: Look,
  replacements: readonly string[],
): { plain: string; positions: number[] } {
  const positions: number[] = [];
  let text = '';
  let position = 0;
  let miss = 0;
  const keep = (end: number) => {
    for (; miss < misses.length && (misses[miss] as number) < end; miss += 1) {
      const kept = (misses[miss] as number) - position;
      if (kept >= 0) {
        positions.push(text.length + kept);
      }
    }
    text += plain.slice(position, end);
  };
  for (const [index, { start, end }] of plainFindings.entries()) {
    keep(start);
    const seam = text.length;
    text += replacements[index] ?? '';
    for (let near = Math.max(0, seam - TRIGGER_LENGTH); near <= text.length; near += 1) {
      positions.push(near);
    }
    position = end;
  }
  keep(plain.length);
  return { plain: text, positions };
}
