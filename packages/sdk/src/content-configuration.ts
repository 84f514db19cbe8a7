import type { AsyncDetector, AsyncScrubber, Detector, Scrubber } from '@botanu/pii';
import { createScrubbers, isAsync, type Scrubbers, type ScrubbersOptions } from './content-scrubbers';
import { loadNlpDetectors } from './nlp-detectors';
import type { Settings } from './settings';

/** What of prompts and answers is captured, resolved and valid. */
export interface ContentConfiguration {
  readonly rate: number;
  readonly maxChars: number;
  /** Undefined where scrubbing is off: then nothing is captured. `'none'`: captured as it is, since that is meant. */
  readonly scrubber: Scrubber | 'none' | undefined;
  /** Asks asynchronous detectors, as content is exported; undefined where there are none. */
  readonly asyncScrubber: AsyncScrubber | undefined;
}

/** What reasons and messages are cut to, whatever the limit of content is. */
const MIN_SCRUBBED_CHARS = 4096;

/**
 * Resolves what is captured. Content that would leave the process unscrubbed is refused, and so is what `@botanu/pii`
 * refuses.
 *
 * @param settings - What was set; told what cannot be used.
 */
export function resolveContent(settings: Settings): ContentConfiguration {
  const rate = settings.get('contentCaptureRate') ?? 0;
  const maxChars = settings.get('contentMaxChars') as number;
  const scrubber = settings.get('scrubber');
  const isScrubbed = settings.get('pii.enabled') ?? true;
  if (rate > 0 && !isScrubbed && scrubber !== 'none') {
    settings.refuse(
      'contentCaptureRate',
      'is above 0, and scrubbing is off (pii.enabled, BOTANU_PII_SCRUB_ENABLED): prompts and answers would leave the ' +
        "process with whatever is in them. Switch scrubbing on, or write scrubber: 'none' if that is meant.",
    );
  }
  if (scrubber === 'none' || !isScrubbed) {
    refuseAsyncDetectors(settings);
    return { rate, maxChars, scrubber, asyncScrubber: undefined };
  }
  return { rate, maxChars, ...buildScrubbers(settings, maxChars) };
}

/** Whoever asks a service about names relies on it. */
function refuseAsyncDetectors(settings: Settings): void {
  const detector = detectorsOf(settings).find(isAsync);
  if (detector !== undefined) {
    settings.refuse(
      'pii.detectors',
      `has ${detector.name}, which is asynchronous and would never be asked: scrubbing is off (pii.enabled, ` +
        "BOTANU_PII_SCRUB_ENABLED, scrubber: 'none'). Switch it on, or leave the detector out.",
    );
  }
}

function buildScrubbers(settings: Settings, maxChars: number): Scrubbers {
  try {
    return createScrubbers(scrubbersOptions(settings, maxChars), settings.notices);
  } catch (error) {
    const message = `pii: ${error instanceof Error ? error.message : String(error)}`;
    settings.problems.push({ key: 'pii', source: 'pii', message });
    return { scrubber: undefined, asyncScrubber: undefined };
  }
}

function scrubbersOptions(settings: Settings, maxChars: number): ScrubbersOptions {
  const disablePatterns = settings.get('pii.disablePatterns');
  const customPatterns = settings.get('pii.customPatterns');
  const replacement = settings.get('pii.replacement');
  const nlpDetectors = settings.get('pii.useNlp') ? loadNlpDetectors(settings.notices) : [];
  return {
    maxLength: Math.max(maxChars, MIN_SCRUBBED_CHARS),
    detectors: [...detectorsOf(settings), ...nlpDetectors],
    ...(disablePatterns === undefined ? {} : { disablePatterns }),
    ...(customPatterns === undefined ? {} : { customPatterns }),
    ...(replacement === undefined ? {} : { replacement }),
  };
}

function detectorsOf(settings: Settings): readonly (Detector | AsyncDetector)[] {
  return settings.get('pii.detectors') ?? [];
}
