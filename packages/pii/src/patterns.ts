/**
 * The table of all patterns: to read, to test, or to list their names. Scrubbing does not need it.
 *
 * @packageDocumentation
 */
export { builtInPatterns } from './built-in-patterns';
export type { Pattern, PatternName } from './pattern';
