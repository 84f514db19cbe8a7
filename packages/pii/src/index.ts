/**
 * Removes secrets and personal data from text.
 *
 * @packageDocumentation
 */
export type { PatternName } from './patterns';
export { createScrubber, REDACTION_FAILED } from './scrubber';
export type {
  CustomPattern,
  Detection,
  Detector,
  Finding,
  Replacement,
  Scrubber,
  ScrubberOptions,
  ScrubberWarning,
} from './types';
