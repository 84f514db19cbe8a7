import { searchOfDetector, searchOfPattern } from './detectors';
import { merge } from './merge';
import { normalise } from './normalise';
import { readOptions } from './options';
import { builtInPatterns } from './patterns';
import { render } from './render';
import { safeReplacement } from './replacement';
import { createScan } from './scanner';
import type { Finding, Scrubber, ScrubberOptions } from './types';

/** What a text becomes when it cannot be said what is in it. */
export const REDACTION_FAILED = '[REDACTION FAILED]';

/** How far before its trigger a finding may begin, with room to spare: the local part of an address. */
const MAX_BEHIND = 320;
/** How far behind the cut is read, so that what straddles it is recognised: more than the longest token header. */
const MAX_AHEAD = 16_384;

/**
 * Creates a scrubber. Do this once: it prepares the patterns.
 *
 * @param options - What to look for and what to put in its place. Everything has a default.
 * @returns The scrubber.
 * @throws TypeError, where an option cannot be used; it says what to write instead.
 * @example
 * ```ts
 * const scrubber = createScrubber();
 * console.log(scrubber.scrub('Write to ada@example.com')); // Write to [REDACTED]
 * ```
 */
export function createScrubber(options: ScrubberOptions = {}): Scrubber {
  const { disabled, customPatterns, detectors, replacement, maxLength, warn } = readOptions(options);
  const enabled = builtInPatterns.filter(({ name }) => !disabled.has(name));
  const scan = createScan(enabled);
  const searches = [...customPatterns.map(searchOfPattern), ...detectors.map(searchOfDetector)];

  const find = (text: string): Finding[] => {
    const view = text.length - maxLength > MAX_AHEAD ? text.slice(0, maxLength + MAX_AHEAD) : text;
    const normalised = normalise(view);
    const plain = normalised?.text ?? view;
    const found = scan(plain, Math.min(plain.length, maxLength + MAX_BEHIND));
    for (const search of searches) {
      found.push(...search(plain));
    }
    if (found.length === 0) {
      return found;
    }
    const merged = merge(found);
    return (normalised?.toOriginal(merged) ?? merged).filter(({ start }) => start < maxLength);
  };

  const names = new Set([...enabled, ...customPatterns, ...detectors].map(({ name }) => name));
  const replace = safeReplacement(replacement, [...names], (text) => find(text).length > 0, warn);

  return {
    find,
    scrub(text) {
      try {
        return render(text, find(text), replace, maxLength);
      } catch {
        // What was thrown is not looked at: it may hold the text.
        warn(
          'SCRUBBING_FAILED',
          '',
          `a detector or a custom pattern threw: the text became ${REDACTION_FAILED}.`,
        );
        return REDACTION_FAILED;
      }
    },
  };
}
