/**
 * OpenTelemetry span processors of botanu.
 *
 * @packageDocumentation
 */
export { RunContextEnricher, type StartingSpan } from './run-context-enricher';
export { type EndedSpan, UsageElection, type UsageElectionOptions } from './usage-election';
