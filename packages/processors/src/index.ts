/**
 * OpenTelemetry span processors of botanu.
 *
 * @packageDocumentation
 */
export { RunContextEnricher, type StartingSpan } from './run-context-enricher';
