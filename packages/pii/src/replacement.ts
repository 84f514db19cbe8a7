import type { Warn } from './options';
import type { Finding, Replacement } from './types';

/** What stands in the place of a finding when the replacement function fails. */
export const DEFAULT_REPLACEMENT = '[REDACTED]';

/** Whether a pattern matches something in a text. */
type IsMatched = (text: string) => boolean;

/** Says what stands in the place of a finding. Never throws. */
export type Replace = (finding: Finding, found: string) => string;

/**
 * Makes the replacement safe: what it yields is never taken for a finding itself, so that scrubbing twice changes
 * nothing.
 *
 * @param replacement - The user's.
 * @param names - Of all patterns that are on.
 * @param isMatched - Whether something is found in a text.
 * @throws TypeError, where a pattern matches the text that it yields.
 */
export function safeReplacement(
  replacement: Replacement,
  names: readonly string[],
  isMatched: IsMatched,
  warn: Warn,
): Replace {
  if (typeof replacement === 'string') {
    checkText(replacement, isMatched);
    return () => replacement;
  }
  for (const pattern of names) {
    checkText(replacement({ pattern, start: 0, end: 0 }, ''), isMatched);
  }
  return (finding, found) => {
    try {
      const text = replacement(finding, found);
      if (typeof text === 'string' && !isMatched(text)) {
        return text;
      }
    } catch {
      // As below: what it threw may hold the text.
    }
    warn(
      'REPLACEMENT_FAILED',
      finding.pattern,
      `the replacement function failed for a finding of ${finding.pattern}: ${DEFAULT_REPLACEMENT} stands there.`,
    );
    return DEFAULT_REPLACEMENT;
  };
}

function checkText(text: unknown, isMatched: IsMatched): void {
  if (typeof text !== 'string') {
    throw new TypeError('replacement: the function has to return a string.');
  }
  if (isMatched(text)) {
    throw new TypeError(
      `replacement: ${JSON.stringify(text)} is itself matched by a pattern. ` +
        "Write something like '[REDACTED]' or '[EMAIL]'.",
    );
  }
}
