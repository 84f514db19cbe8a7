import { checked } from './detectors';
import { merge } from './merge';
import { normalise } from './normalise';
import { readOptions } from './options';
import { render } from './render';
import { safeReplacement } from './replacement';
import { REDACTION_FAILED } from './scrubber';
import type { AsyncDetector, ScrubberOptions } from './types';

/** How to scrub with detectors that take their time. */
export interface AsyncScrubberOptions extends Pick<ScrubberOptions, 'replacement' | 'onWarning'> {
  /** Asked all at once, for each text. */
  readonly detectors: readonly AsyncDetector[];
}

/** Removes from texts what asynchronous detectors find. */
export interface AsyncScrubber {
  /**
   * Replaces every finding.
   *
   * @param text - Any text; better one that has been scrubbed with patterns, since it leaves the process.
   * @returns The text without what the detectors found; `[REDACTION FAILED]` where one of them failed. It never
   * rejects.
   */
  scrub(text: string): Promise<string>;
}

/**
 * Creates a scrubber for detectors that answer later, such as a service: for where content can wait, as it is
 * exported. It has no patterns.
 *
 * @param options - The detectors, and what to put in the place of their findings.
 * @returns The scrubber.
 * @throws TypeError, where an option cannot be used.
 * @example
 * ```ts
 * const names = { name: 'person', detectAsync: async () => [{ start: 0, end: 3 }] };
 * const scrubber = createAsyncScrubber({ detectors: [names] });
 * console.log(await scrubber.scrub('Ada wrote')); // [REDACTED] wrote
 * ```
 */
export function createAsyncScrubber(options: AsyncScrubberOptions): AsyncScrubber {
  const { detectors, ...others } = options;
  const { replacement, warn } = readOptions(others);
  for (const detector of detectors) {
    if (typeof detector?.name !== 'string' || typeof detector.detectAsync !== 'function') {
      throw new TypeError(
        'detectors: write { name, detectAsync }; others belong to createScrubber({ detectors }).',
      );
    }
  }
  const replace = safeReplacement(
    replacement,
    detectors.map(({ name }) => name),
    () => false,
    warn,
  );

  return {
    async scrub(text) {
      try {
        const normalised = normalise(text);
        const plain = normalised?.text ?? text;
        const found = await Promise.all(
          detectors.map(async (detector) => checked(await detector.detectAsync(plain), detector.name, plain)),
        );
        const merged = merge(found.flat());
        const findings = normalised?.toOriginal(merged) ?? merged;
        return render(text, findings, replace, Number.POSITIVE_INFINITY).text;
      } catch {
        // What was thrown is not looked at: it may hold the text.
        warn('SCRUBBING_FAILED', '', `an asynchronous detector failed: the text became ${REDACTION_FAILED}.`);
        return REDACTION_FAILED;
      }
    },
  };
}
