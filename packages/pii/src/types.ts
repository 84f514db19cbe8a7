import type { PatternName } from './pattern';

/** Something that has to go: where it is in the text, and what it is taken for. */
export interface Finding {
  /** The pattern's name, or that of a custom pattern or a detector. @example `email` */
  readonly pattern: string;
  /** The index of its first UTF-16 code unit. */
  readonly start: number;
  /** The index behind its last one. */
  readonly end: number;
}

/**
 * What stands in the place of a finding: always the same text, or what a function makes of the finding and the
 * text that was found.
 */
export type Replacement = string | ((finding: Finding, found: string) => string);

/** A pattern of your own. */
export interface CustomPattern {
  /** Names the findings. @example `order_number` */
  readonly name: string;
  /** What to look for. Its flags count, but `g` and `y`, which are of no consequence. */
  readonly pattern: RegExp;
}

/** Finds what patterns cannot: names of persons, for example. It is called once for each text. */
export interface Detector {
  /** Names its findings where they have no name of their own. @example `person` */
  readonly name: string;
  /**
   * Looks through a text. What it throws makes the whole text `[REDACTION FAILED]`.
   *
   * @param text - With JSON escapes and full-width characters already decoded.
   * @returns Where its findings are; `pattern` may be left out.
   */
  detect(text: string): Iterable<Detection>;
}

/** A detector that answers later: for {@link createAsyncScrubber} alone, since `scrub` does not wait. */
export interface AsyncDetector {
  /** Names its findings where they have no name of their own. */
  readonly name: string;
  /**
   * Looks through a text. Where it rejects, the whole text becomes `[REDACTION FAILED]`.
   *
   * @param text - With JSON escapes and full-width characters already decoded.
   * @returns Where its findings are.
   */
  detectAsync(text: string): Promise<Iterable<Detection>>;
}

/** What a detector finds. */
export interface Detection {
  /** Names the finding. @defaultValue the detector's name */
  readonly pattern?: string;
  /** The index of the first UTF-16 code unit. */
  readonly start: number;
  /** The index behind the last one. */
  readonly end: number;
}

/** Something that is wrong, but not so wrong that nothing could be scrubbed. */
export interface ScrubberWarning {
  /** A stable code: see the README. */
  readonly code: 'REPLACEMENT_FAILED' | 'SCRUBBING_FAILED' | 'SLOW_PATTERN';
  /** What is wrong, and what to do about it. Never holds any of the text. */
  readonly message: string;
}

/** How to scrub. */
export interface ScrubberOptions {
  /** Patterns that are not looked for. @defaultValue none: every pattern is on */
  readonly disablePatterns?: readonly PatternName[];
  /** Patterns of your own, looked for one after another. @defaultValue none */
  readonly customPatterns?: readonly CustomPattern[];
  /** Detectors, called one after another. @defaultValue none */
  readonly detectors?: readonly Detector[];
  /**
   * What stands in the place of a finding. A text that a pattern matches is refused.
   *
   * @defaultValue `[REDACTED]`
   */
  readonly replacement?: Replacement;
  /**
   * The most that is kept of a text, in UTF-16 code units: a whole number from 1. What is behind is cut off
   * unread. A finding that straddles the cut goes wholly, and a surrogate pair is never split.
   *
   * @defaultValue no limit
   */
  readonly maxLength?: number;
  /**
   * Told what is wrong, at most once for each cause. What it throws is ignored.
   *
   * @defaultValue `console.warn`
   */
  readonly onWarning?: (warning: ScrubberWarning) => void;
}

/** Removes secrets and personal data from texts. It holds no text, and may be shared. */
export interface Scrubber {
  /**
   * Replaces every finding.
   *
   * @param text - Any text, also a part of JSON.
   * @returns The text without its findings, at most `maxLength` long; the same string where there is nothing to
   * replace. `[REDACTION FAILED]` where a detector or a custom pattern has thrown. It never throws.
   */
  scrub(text: string): string;
  /**
   * Finds what `scrub` would replace.
   *
   * @param text - Any text.
   * @returns What was found in the first `maxLength` of the text, in order, without overlaps.
   * @throws What a detector throws.
   */
  find(text: string): Finding[];
}
