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
import type { Notice } from './report';

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
  readonly scrubber: Scrubber | undefined;
  /** As it is exported; undefined where no detector is asynchronous. */
  readonly asyncScrubber: AsyncScrubber | undefined;
}

type OnWarning = NonNullable<ScrubberOptions['onWarning']>;

/**
 * Makes the scrubbers: one for what is looked for at once, and one for detectors that take their time.
 *
 * @param options - What to look for.
 * @param notices - Takes what is wrong with an option, but can be lived with.
 * @throws what `@botanu/pii` throws where it refuses an option.
 */
export function createScrubbers({ detectors, ...options }: ScrubbersOptions, notices: Notice[]): Scrubbers {
  const asyncDetectors = detectors.filter(isAsync);
  const { replacement } = options;
  const asyncOptions = { ...(replacement === undefined ? {} : { replacement }), detectors: asyncDetectors };
  const onWarning = warnInto(notices);
  return {
    scrubber: createScrubber({
      ...options,
      detectors: detectors.filter((detector): detector is Detector => !isAsync(detector)),
      onWarning,
    }),
    asyncScrubber:
      asyncDetectors.length === 0
        ? undefined
        : createAsyncScrubber({ ...asyncOptions, onWarning: unlessFailed(onWarning) }),
  };
}

/**
 * Whether a detector answers later.
 *
 * @param detector - Whatever the application has given.
 */
export function isAsync(detector: Detector | AsyncDetector | undefined): detector is AsyncDetector {
  return typeof (detector as Partial<AsyncDetector> | undefined)?.detectAsync === 'function';
}

/** A pattern is judged before anybody listens to warnings: that is said as botanu is enabled. */
function warnInto(notices: Notice[]): OnWarning {
  return ({ code, message }) => {
    if (code === 'SLOW_PATTERN') {
      notices.push({ level: 'warn', code: 'BOTANU_SCRUBBER', message });
    } else {
      warnOnce('BOTANU_SCRUBBER', message, code);
    }
  };
}

/** A detector that fails is the affair of whoever drops the content. */
function unlessFailed(onWarning: OnWarning): OnWarning {
  return (warning) => {
    if (warning.code !== 'SCRUBBING_FAILED') {
      onWarning(warning);
    }
  };
}
