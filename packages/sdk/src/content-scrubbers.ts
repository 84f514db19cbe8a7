import { warnOnce } from '@botanu/core/authoring';
import {
  type AsyncDetector,
  type AsyncScrubber,
  createAsyncScrubber,
  createScrubber,
  type Detector,
  type Scrubber,
  type ScrubberOptions,
} from '@botanu/pii';
import { ConfigurationError } from './configuration-error';

/** What is looked for in content, and what stands in its place: resolved. */
export interface ScrubbersOptions
  extends Pick<ScrubberOptions, 'disablePatterns' | 'customPatterns' | 'replacement'> {
  readonly detectors: readonly (Detector | AsyncDetector)[];
  /** The most that is looked at, in UTF-16 code units. */
  readonly maxLength: number;
}

/** What takes secrets out of content. */
export interface Scrubbers {
  /** As content is captured. */
  readonly scrubber: Scrubber;
  /** As it is exported; undefined where no detector is asynchronous. */
  readonly asyncScrubber: AsyncScrubber | undefined;
}

type OnWarning = NonNullable<ScrubberOptions['onWarning']>;

/**
 * Makes the scrubbers: one for what is looked for at once, and one for detectors that take their time.
 *
 * @param options - What to look for.
 * @throws {@link ConfigurationError} where `@botanu/pii` refuses an option.
 */
export function createScrubbers({ detectors, ...options }: ScrubbersOptions): Scrubbers {
  const asyncDetectors = detectors.filter(isAsync);
  const { replacement } = options;
  try {
    return {
      scrubber: createScrubber({
        ...options,
        detectors: detectors.filter((detector): detector is Detector => !isAsync(detector)),
        onWarning: warn,
      }),
      asyncScrubber:
        asyncDetectors.length === 0
          ? undefined
          : createAsyncScrubber({
              ...(replacement === undefined ? {} : { replacement }),
              detectors: asyncDetectors,
              onWarning: warnUnlessFailed,
            }),
    };
  } catch (error) {
    throw new ConfigurationError(`pii: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Whether a detector answers later.
 *
 * @param detector - Whatever the application has given.
 */
export function isAsync(detector: Detector | AsyncDetector | undefined): detector is AsyncDetector {
  return typeof (detector as Partial<AsyncDetector> | undefined)?.detectAsync === 'function';
}

const warn: OnWarning = ({ code, message }) => warnOnce('BOTANU_SCRUBBER', message, code);

/** A detector that fails is the affair of whoever drops the content. */
const warnUnlessFailed: OnWarning = (warning) => {
  if (warning.code !== 'SCRUBBING_FAILED') {
    warn(warning);
  }
};
