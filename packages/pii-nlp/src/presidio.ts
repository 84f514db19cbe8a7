import type { AsyncDetector, Detection } from '@botanu/pii';

/** How to reach a Presidio analyzer, and what to ask it for. */
export interface PresidioOptions {
  /** Where the service is, without `/analyze`. @example `http://localhost:5002` */
  readonly url: string;
  /** The language of the texts, as Presidio calls it. @defaultValue `en` */
  readonly language?: string;
  /** The entities to look for, as Presidio calls them. @defaultValue all that the service knows */
  readonly entities?: readonly string[];
  /** Findings that are less certain are left alone: from 0 to 1. @defaultValue the service's own */
  readonly scoreThreshold?: number;
  /** How long the service may take for a text, in milliseconds. @defaultValue 5000 */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 5000;

/**
 * Creates a detector that asks a Presidio analyzer service (`POST /analyze`): for where content can wait, as it is
 * exported. `createScrubber` refuses it.
 *
 * The text goes to that service as it is: scrub it with patterns before. A service that does not answer in time, or
 * with anything but a list of findings, makes the detector reject, and so the content is dropped.
 *
 * @param options - Where the service is.
 * @returns A detector for `createAsyncScrubber({ detectors })`. Its findings bear Presidio's names in small letters.
 * @throws TypeError, where the address or the time cannot be used.
 * @example
 * ```ts
 * import { createAsyncScrubber } from '@botanu/pii';
 *
 * const detectors = [presidioDetector({ url: 'http://localhost:5002' })];
 * const scrubber = createAsyncScrubber({ detectors });
 * ```
 */
export function presidioDetector(options: PresidioOptions): AsyncDetector {
  const { language = 'en', entities, scoreThreshold, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const address = analyzeAddress(options.url);
  if (!(timeoutMs > 0)) {
    throw new TypeError(`timeoutMs: write a number of milliseconds above 0, not ${String(timeoutMs)}.`);
  }
  return {
    name: 'presidio',
    async detectAsync(text) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, language, entities, score_threshold: scoreThreshold }),
        // The content goes to the address that was configured, and to no other.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        throw new Error(`Presidio answered with status ${response.status}`);
      }
      return readFindings(await response.json(), text);
    },
  };
}

function analyzeAddress(url: string): URL {
  try {
    const address = new URL(`${url.replace(/\/+$/, '')}/analyze`);
    if (address.protocol === 'http:' || address.protocol === 'https:') {
      return address;
    }
  } catch {
    // As below.
  }
  throw new TypeError(
    `url: write the address of a Presidio analyzer, for example 'http://localhost:5002', not ${JSON.stringify(url)}.`,
  );
}

/** Presidio is written in Python: it counts characters, where JavaScript counts UTF-16 code units. */
function readFindings(answer: unknown, text: string): Detection[] {
  if (!Array.isArray(answer)) {
    throw new TypeError('Presidio answered with something else than a list');
  }
  const isPlain = !/[\ud800-\udfff]/.test(text);
  const units = isPlain ? undefined : codeUnitsOf(text);
  const unitOf = (index: number) => (units === undefined ? index : (units[index] as number));
  return answer.map(({ entity_type: type, start, end }) => ({
    pattern: String(type).toLowerCase(),
    start: unitOf(start),
    end: unitOf(end),
  }));
}

/** For each character its first code unit, and the length at the end. */
function codeUnitsOf(text: string): number[] {
  const units: number[] = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  return [...units, unit];
}
