/**
 * Removes secrets and personal data from text.
 *
 * @packageDocumentation
 */
export { type AsyncScrubber, type AsyncScrubberOptions, createAsyncScrubber } from './async-scrubber';
export type { PatternName } from './pattern';
export { createScrubber, REDACTION_FAILED } from './scrubber';
export type {
  AsyncDetector,
  CustomPattern,
  Detection,
  Detector,
  Finding,
  Replacement,
  Scrubber,
  ScrubberOptions,
  ScrubberWarning,
} from './types';
