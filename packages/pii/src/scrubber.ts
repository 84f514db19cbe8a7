import { builtInPatterns } from './built-in-patterns';
import { type Search, searchOfDetector, searchOfPattern } from './detectors';
import { merge } from './merge';
import { normalise } from './normalise';
import { readOptions } from './options';
import { type Rendered, render } from './render';
import { DEFAULT_REPLACEMENT, safeReplacement } from './replacement';
import { createScan } from './scanner';
import type { Finding, Scrubber, ScrubberOptions } from './types';

/** What a text becomes when it cannot be said what is in it. */
export const REDACTION_FAILED = '[REDACTION FAILED]';

/** How far before its trigger a finding may begin, with room to spare: the local part of an address. */
const MAX_BEHIND = 320;
/** How far behind the cut is read, so that what straddles it is recognised: more than the longest token header. */
const MAX_AHEAD = 16_384;
/** How far a pattern can see: the longest context, number or run with a condition at its end. */
const MAX_REACH = 640;
/** Texts in which each replacement uncovers something else, so many times over, are built for the purpose. */
const MAX_ROUNDS = 8;

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
  const patternSearches = customPatterns.map(searchOfPattern);
  const searches = [...patternSearches, ...detectors.map(searchOfDetector)];

  const findWith = (more: readonly Search[], text: string): Finding[] => {
    const view = text.length - maxLength > MAX_AHEAD ? text.slice(0, maxLength + MAX_AHEAD) : text;
    const normalised = normalise(view);
    const plain = normalised?.text ?? view;
    const found = scan(plain, Math.min(plain.length, maxLength + MAX_BEHIND));
    for (const search of more) {
      found.push(...search(plain));
    }
    if (found.length === 0) {
      return found;
    }
    const merged = merge(found);
    return (normalised?.toOriginal(merged) ?? merged).filter(({ start }) => start < maxLength);
  };
  const findPatterns = (text: string) => findWith(patternSearches, text);

  const names = new Set([...enabled, ...customPatterns, ...detectors].map(({ name }) => name));
  const replace = safeReplacement(replacement, [...names], (text) => findPatterns(text).length > 0, warn);
  const isConstant = typeof replacement === 'string';

  /** Whether nothing is found where the text has changed: elsewhere, nothing can be. */
  const isStable = ({ text, seams }: Rendered): boolean =>
    surroundings(text, seams).every((part) => {
      const findings = findPatterns(part);
      return (
        findings.length === 0 || (isConstant && render(part, findings, replace, maxLength).text === part)
      );
    });

  const scrub = (text: string): string => {
    let rendered = render(text, findWith(searches, text), replace, maxLength);
    for (let round = 1; round < MAX_ROUNDS; round += 1) {
      if (isStable(rendered)) {
        return rendered.text;
      }
      // What a function makes of its own work would change every time.
      const again = isConstant && round < MAX_ROUNDS / 2 ? replace : () => DEFAULT_REPLACEMENT;
      rendered = render(rendered.text, findPatterns(rendered.text), again, maxLength);
    }
    return REDACTION_FAILED;
  };

  return {
    find: (text) => findWith(searches, text),
    scrub(text) {
      try {
        return scrub(text);
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

/** The parts of a text around some places, joined where they meet. */
function surroundings(text: string, places: readonly number[]): string[] {
  const parts: string[] = [];
  let start = 0;
  let end = -1;
  for (const place of places) {
    if (end >= 0 && place - MAX_REACH > end) {
      parts.push(text.slice(start, end));
      start = place - MAX_REACH;
    } else if (end < 0) {
      start = Math.max(0, place - MAX_REACH);
    }
    end = place + MAX_REACH;
  }
  return end < 0 ? parts : [...parts, text.slice(start, end)];
}
