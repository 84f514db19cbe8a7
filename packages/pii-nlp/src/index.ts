/**
 * Detectors for `@botanu/pii`: names in English text, found in the process, and Presidio.
 *
 * @packageDocumentation
 */
export { type EntityName, type NlpDetectorOptions, nlpDetector } from './nlp-detector';
export { type PresidioOptions, presidioDetector } from './presidio';
