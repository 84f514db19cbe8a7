import { builtInPatterns } from './built-in-patterns';
import { isPossiblySlow } from './slow-pattern';
import type { CustomPattern, Detector, Replacement, ScrubberOptions, ScrubberWarning } from './types';

/** Warns once for each code and subject. Never throws. */
export type Warn = (code: ScrubberWarning['code'], subject: string, message: string) => void;

/** The options of a scrubber, checked, with their defaults. */
export interface Settings {
  readonly disabled: ReadonlySet<string>;
  readonly customPatterns: readonly CustomPattern[];
  readonly detectors: readonly Detector[];
  readonly replacement: Replacement;
  readonly maxLength: number;
  readonly warn: Warn;
}

/**
 * Checks the options of a scrubber.
 *
 * @throws TypeError, where one cannot be used.
 */
export function readOptions(options: ScrubberOptions): Settings {
  const {
    disablePatterns = [],
    customPatterns = [],
    detectors = [],
    replacement = '[REDACTED]',
    maxLength = Number.POSITIVE_INFINITY,
    onWarning,
  } = options;
  const warn = warnOnceThrough(
    onWarning ?? (({ code, message }) => console.warn(`@botanu/pii: ${code}: ${message}`)),
  );
  for (const name of disablePatterns) {
    if (!builtInPatterns.some((pattern) => pattern.name === name)) {
      const names = [...new Set(builtInPatterns.map((pattern) => pattern.name))].join(', ');
      throw new TypeError(
        `disablePatterns: no pattern is called ${JSON.stringify(name)}. There are: ${names}.`,
      );
    }
  }
  for (const custom of customPatterns) {
    checkCustomPattern(custom, warn);
  }
  for (const detector of detectors) {
    checkDetector(detector);
  }
  if (typeof replacement !== 'string' && typeof replacement !== 'function') {
    throw new TypeError(
      "replacement: write a string, for example '[REDACTED]', or a function that returns one.",
    );
  }
  if (maxLength !== Number.POSITIVE_INFINITY && !(Number.isInteger(maxLength) && maxLength > 0)) {
    throw new TypeError(
      `maxLength: write a whole number from 1, for example 4096, not ${String(maxLength)}.`,
    );
  }
  return { disabled: new Set(disablePatterns), customPatterns, detectors, replacement, maxLength, warn };
}

function checkCustomPattern(custom: CustomPattern, warn: Warn): void {
  if (typeof custom?.name !== 'string' || !(custom.pattern instanceof RegExp)) {
    throw new TypeError(
      'customPatterns: write { name, pattern }, for example { name: "order", pattern: /ORD-\\d{8}/ }.',
    );
  }
  if (isPossiblySlow(custom.pattern)) {
    warn(
      'SLOW_PATTERN',
      custom.name,
      `the custom pattern ${custom.name} may take exponential time on hostile text: repeat nothing that repeats ` +
        'itself, and no alternatives that begin alike.',
    );
  }
}

function checkDetector(detector: Detector & { readonly detectAsync?: unknown }): void {
  if (typeof detector?.detectAsync === 'function') {
    throw new TypeError(
      `detectors: ${detector.name} is asynchronous: it belongs to createAsyncScrubber({ detectors }), where ` +
        'content can wait.',
    );
  }
  if (typeof detector?.name !== 'string' || typeof detector.detect !== 'function') {
    throw new TypeError(
      'detectors: write { name, detect }, where detect(text) returns findings { start, end }.',
    );
  }
}

function warnOnceThrough(onWarning: (warning: ScrubberWarning) => void): Warn {
  const warned = new Set<string>();
  return (code, subject, message) => {
    const key = `${code}:${subject}`;
    if (warned.has(key)) {
      return;
    }
    warned.add(key);
    try {
      onWarning({ code, message });
    } catch {
      // Whoever is told must not stop the scrubbing.
    }
  };
}
