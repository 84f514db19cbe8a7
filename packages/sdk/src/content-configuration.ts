import type { AsyncDetector, AsyncScrubber, Detector, Scrubber, ScrubberOptions } from '@botanu/pii';
import { ConfigurationError } from './configuration-error';
import { createScrubbers, isAsync, type ScrubbersOptions } from './content-scrubbers';
import { loadNlpDetectors } from './nlp-detectors';

/** What takes secrets and personal data out of captured content. */
export interface PiiOptions {
  /**
   * Whether anything is taken out. Without, content can only be captured with `scrubber: 'none'`.
   * @defaultValue `BOTANU_PII_SCRUB_ENABLED`, else `true`
   */
  readonly enabled?: boolean | undefined;
  /**
   * Patterns that are not looked for.
   * @defaultValue `BOTANU_PII_DISABLE_PATTERNS`, comma-separated, else none
   */
  readonly disablePatterns?: ScrubberOptions['disablePatterns'] | undefined;
  /** Patterns of your own. @defaultValue none */
  readonly customPatterns?: ScrubberOptions['customPatterns'] | undefined;
  /**
   * Detectors for what patterns cannot find, names of persons for example. Asynchronous ones, such as `presidioDetector`
   * of `@botanu/pii-nlp`, are asked right before content is exported: a span with content waits for them at most ten
   * seconds, and is then exported without it. They are asked about content alone.
   * @defaultValue none
   */
  readonly detectors?: readonly (Detector | AsyncDetector)[] | undefined;
  /**
   * Whether names of persons, places and organisations, addresses and medical terms are looked for as well, in English text,
   * with `@botanu/pii-nlp`, which has to be installed: without it there is a warning, and the patterns go on.
   * @defaultValue `BOTANU_PII_USE_NLP`, else `false`
   */
  readonly useNlp?: boolean | undefined;
  /**
   * What stands in the place of a finding.
   * @defaultValue `BOTANU_PII_REPLACEMENT`, else `[REDACTED]`
   */
  readonly replacement?: ScrubberOptions['replacement'] | undefined;
}

/** What of prompts and answers is written to spans. */
export interface ContentOptions {
  /**
   * The share of events whose content is captured, from 0 (nothing) to 1.
   * @defaultValue `BOTANU_CONTENT_CAPTURE_RATE`, else 0
   */
  readonly contentCaptureRate?: number | undefined;
  /** The most that is kept of one piece of content, in UTF-16 code units. @defaultValue 4096 */
  readonly contentMaxChars?: number | undefined;
  /** `'none'` says that content is captured without any scrubbing. @defaultValue what `pii` says */
  readonly scrubber?: 'none' | undefined;
  /** What is taken out of content, of outcome reasons and of metadata. */
  readonly pii?: PiiOptions | undefined;
}

/** {@link ContentOptions}, resolved and valid. */
export interface ContentConfiguration {
  readonly rate: number;
  readonly maxChars: number;
  /** Undefined where scrubbing is off: then nothing is captured. `'none'`: captured as it is, since that is meant. */
  readonly scrubber: Scrubber | 'none' | undefined;
  /** Asks asynchronous detectors, as content is exported; undefined where there are none. */
  readonly asyncScrubber: AsyncScrubber | undefined;
}

const DEFAULT_MAX_CHARS = 4096;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves what is captured.
 *
 * @param options - What `enable()` was given.
 * @param environment - The process environment.
 * @throws {@link ConfigurationError} where a value cannot be used, or content would leave the process unscrubbed.
 */
export function resolveContent(options: ContentOptions, environment: Environment): ContentConfiguration {
  const { scrubber, pii = {}, contentMaxChars = DEFAULT_MAX_CHARS } = options;
  if (!Number.isInteger(contentMaxChars) || contentMaxChars < 1) {
    throw new ConfigurationError(
      `contentMaxChars is ${contentMaxChars}. Write a whole number from 1, for example 4096.`,
    );
  }
  const rate = resolveRate(options, environment);
  const isScrubbed = pii.enabled ?? readFlag(environment, 'BOTANU_PII_SCRUB_ENABLED') ?? true;
  if (rate > 0 && !isScrubbed && scrubber !== 'none') {
    throw new ConfigurationError(
      'contentCaptureRate is above 0, and scrubbing is off (pii.enabled, BOTANU_PII_SCRUB_ENABLED): prompts and answers ' +
        "would leave the process with whatever is in them. Switch scrubbing on, or write scrubber: 'none' if that is meant.",
    );
  }
  const content = { rate, maxChars: contentMaxChars };
  if (scrubber === 'none' || !isScrubbed) {
    refuseAsyncDetectors(pii);
    return { ...content, scrubber, asyncScrubber: undefined };
  }
  return { ...content, ...createScrubbers(scrubbersOptions(pii, contentMaxChars, environment)) };
}

/** Whoever asks a service about names relies on it. */
function refuseAsyncDetectors({ detectors = [] }: PiiOptions): void {
  const detector = detectors.find(isAsync);
  if (detector !== undefined) {
    throw new ConfigurationError(
      `pii.detectors: ${detector.name} is asynchronous, and would never be asked: scrubbing is off (pii.enabled, ` +
        "BOTANU_PII_SCRUB_ENABLED, scrubber: 'none'). Switch it on, or leave the detector out.",
    );
  }
}

function resolveRate({ contentCaptureRate }: ContentOptions, environment: Environment): number {
  const text = environment.BOTANU_CONTENT_CAPTURE_RATE?.trim();
  const [source, value] =
    contentCaptureRate === undefined
      ? ['BOTANU_CONTENT_CAPTURE_RATE', text ? Number(text) : 0]
      : ['contentCaptureRate', contentCaptureRate];
  if (!(typeof value === 'number' && value >= 0 && value <= 1)) {
    throw new ConfigurationError(
      `${source} is "${contentCaptureRate ?? text}". Write a number from 0 (nothing is captured) to 1 (everything).`,
    );
  }
  return value;
}

function readFlag(environment: Environment, name: string): boolean | undefined {
  switch (environment[name]?.trim().toLowerCase()) {
    case undefined:
    case '':
      return undefined;
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      throw new ConfigurationError(`${name} is "${environment[name]}". Write true or false.`);
  }
}

function scrubbersOptions(pii: PiiOptions, maxChars: number, environment: Environment): ScrubbersOptions {
  const disabled = environment.BOTANU_PII_DISABLE_PATTERNS?.split(',').map((name) => name.trim());
  const disablePatterns =
    pii.disablePatterns ?? (disabled?.filter(Boolean) as ScrubberOptions['disablePatterns']);
  const replacement = pii.replacement ?? (environment.BOTANU_PII_REPLACEMENT || undefined);
  const useNlp = pii.useNlp ?? readFlag(environment, 'BOTANU_PII_USE_NLP') ?? false;
  return {
    // Reasons and messages go through the same scrubber: a small limit of content is not theirs.
    maxLength: Math.max(maxChars, DEFAULT_MAX_CHARS),
    detectors: [...(pii.detectors ?? []), ...(useNlp ? loadNlpDetectors() : [])],
    ...(disablePatterns === undefined ? {} : { disablePatterns }),
    ...(pii.customPatterns === undefined ? {} : { customPatterns: pii.customPatterns }),
    ...(replacement === undefined ? {} : { replacement }),
  };
}
