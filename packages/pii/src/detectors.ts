import type { CustomPattern, Detector, Finding } from './types';

/** A way to find more than the built-in patterns do. Throws what the user's code throws. */
export type Search = (text: string) => Finding[];

/**
 * Makes a search of a pattern of the user's.
 *
 * @param custom - Checked already.
 */
export function searchOfPattern({ name, pattern }: CustomPattern): Search {
  const global = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
  return (text) =>
    Array.from(text.matchAll(global), (match) => ({
      pattern: name,
      start: match.index,
      end: match.index + match[0].length,
    })).filter(({ start, end }) => end > start);
}

/**
 * Makes a search of a detector of the user's.
 *
 * @param detector - Checked already.
 */
export function searchOfDetector(detector: Detector): Search {
  return (text) =>
    Array.from(detector.detect(text), ({ pattern, start, end }) => {
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > text.length) {
        throw new RangeError('a finding is not inside the text');
      }
      return { pattern: pattern ?? detector.name, start, end };
    }).filter(({ start, end }) => end > start);
}
