import { builtInPatterns } from './built-in-patterns';
import { type Search, searchOfDetector, searchOfPattern } from './detectors';
import { merge } from './merge';
import { normalise } from './normalise';
import { readOptions } from './options';
import { type Rendered, render } from './render';
import { DEFAULT_REPLACEMENT, safeReplacement } from './replacement';
import { createScanner } from './scanner';
import { type Look, replaced } from './second-look';
import type { Scrubber, ScrubberOptions } from './types';

/** What a text becomes when it cannot be said what is in it. */
export const REDACTION_FAILED = '[REDACTION FAILED]';

/** How far before its trigger a finding may begin, with room to spare: the local part of an address. */
const MAX_BEHIND = 320;
/** How far behind the cut is read, so that what straddles it is recognised: more than the longest token header. */
const MAX_AHEAD = 16_384;
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
  const scanner = createScanner(enabled);
  const patternSearches = customPatterns.map(searchOfPattern);
  const searches = [...patternSearches, ...detectors.map(searchOfDetector)];

  const look = (text: string, more: readonly Search[]): Look => {
    const view = text.length - maxLength > MAX_AHEAD ? text.slice(0, maxLength + MAX_AHEAD) : text;
    const normalised = normalise(view);
    const plain = normalised?.text ?? view;
    const { findings, misses } = scanner.scan(plain, Math.min(plain.length, maxLength + MAX_BEHIND));
    for (const search of more) {
      findings.push(...search(plain));
    }
    if (findings.length === 0) {
      return { plain, plainFindings: findings, misses, findings };
    }
    const plainFindings = merge(findings);
    const original = normalised?.toOriginal(plainFindings) ?? plainFindings;
    return { plain, plainFindings, misses, findings: original.filter(({ start }) => start < maxLength) };
  };
  const findPatterns = (text: string) => look(text, patternSearches).findings;

  const names = new Set([...enabled, ...customPatterns, ...detectors].map(({ name }) => name));
  const replace = safeReplacement(replacement, [...names], (text) => findPatterns(text).length > 0, warn);
  const isConstant = typeof replacement === 'string';

  /** Whether nothing new begins beside a replacement: in a text that is whole, and where the patterns are our own. */
  const isSettled = (seen: Look, { replacements, isCut }: Rendered): boolean => {
    if (replacements.length === 0) {
      return !isCut;
    }
    if (isCut || customPatterns.length > 0) {
      return false;
    }
    const { plain, positions } = replaced(seen, replacements);
    return !scanner.isAnyAt(plain, positions);
  };

  const scrub = (text: string): string => {
    const seen = look(text, searches);
    let rendered = render(text, seen.findings, replace, maxLength);
    if (isSettled(seen, rendered)) {
      return rendered.text;
    }
    for (let round = 1; round < MAX_ROUNDS; round += 1) {
      // What a function makes of its own work would change every time.
      const again = isConstant && round < MAX_ROUNDS / 2 ? replace : () => DEFAULT_REPLACEMENT;
      const before = rendered.text;
      rendered = render(before, findPatterns(before), again, maxLength);
      if (rendered.text === before) {
        return before;
      }
    }
    return REDACTION_FAILED;
  };

  return {
    find: (text) => look(text, searches).findings,
    scrub(text) {
      try {
        return scrub(text);
      } catch {
        // What was thrown is not looked at: it may hold the text.
        warn('SCRUBBING_FAILED', '', `a detector or a pattern failed: a text became ${REDACTION_FAILED}.`);
        return REDACTION_FAILED;
      }
    },
  };
}
