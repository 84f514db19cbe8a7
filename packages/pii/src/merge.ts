import type { Finding } from './types';

/**
 * Sorts findings and joins those that overlap: all that any of them covers is covered, under the name of the longest,
 * and of equally long ones of the last.
 *
 * @param findings - In any order.
 */
export function merge(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((one, other) => one.start - other.start);
  const merged: Finding[] = [];
  let longest = 0;
  for (const finding of sorted) {
    const last = merged[merged.length - 1];
    const length = finding.end - finding.start;
    if (last === undefined || finding.start >= last.end) {
      merged.push(finding);
      longest = length;
      continue;
    }
    const { pattern } = length >= longest ? finding : last;
    longest = Math.max(longest, length);
    merged[merged.length - 1] = { pattern, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return merged;
}
