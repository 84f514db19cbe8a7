import type { CustomPattern, Detection, Detector, Finding } from './types';

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
  return (text) => checked(detector.detect(text), detector.name, text);
}

/**
 * Checks what a detector has returned.
 *
 * @throws Where it cannot be read: then it cannot be said what is in the text.
 */
export function checked(detections: Iterable<Detection>, name: string, text: string): Finding[] {
  const findings: Finding[] = [];
  // Not Array.from(): it takes a promise for an empty list.
  for (const { pattern = name, start, end } of detections) {
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > text.length) {
      throw new RangeError('a finding is not inside of the text');
    }
    if (end > start) {
      findings.push({ pattern, start, end });
    }
  }
  return findings;
}
