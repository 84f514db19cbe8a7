import { warnOnce } from '@botanu/core/authoring';
import { createScrubber, type Scrubber, type ScrubberOptions } from '@botanu/pii';
import type { Settings } from './settings';

/** What of prompts and answers is captured, resolved and valid. */
export interface ContentConfiguration {
  readonly rate: number;
  readonly maxChars: number;
  /** Undefined where scrubbing is off: then nothing is captured. `'none'`: captured as it is, since that is meant. */
  readonly scrubber: Scrubber | 'none' | undefined;
}

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
  const isNeeded = scrubber === undefined && isScrubbed;
  return { rate, maxChars, scrubber: isNeeded ? buildScrubber(settings, maxChars) : scrubber };
}

function buildScrubber(settings: Settings, maxLength: number): Scrubber | undefined {
  try {
    return createScrubber({
      ...scrubberOptions(settings),
      maxLength,
      onWarning: ({ code, message }) => warnOnce('BOTANU_SCRUBBER', message, code),
    });
  } catch (error) {
    const message = `pii: ${error instanceof Error ? error.message : String(error)}`;
    settings.problems.push({ key: 'pii', source: 'pii', message });
    return undefined;
  }
}

function scrubberOptions(settings: Settings): ScrubberOptions {
  const disablePatterns = settings.get('pii.disablePatterns');
  const customPatterns = settings.get('pii.customPatterns');
  const detectors = settings.get('pii.detectors');
  const replacement = settings.get('pii.replacement');
  return {
    ...(disablePatterns === undefined ? {} : { disablePatterns }),
    ...(customPatterns === undefined ? {} : { customPatterns }),
    ...(detectors === undefined ? {} : { detectors }),
    ...(replacement === undefined ? {} : { replacement }),
  };
}
