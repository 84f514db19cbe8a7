/**
 * OpenTelemetry span processors of botanu.
 *
 * @packageDocumentation
 */
export { type CostedSpan, inferResourceCost } from './infer-resource-cost';
export { type EndingSpan, ResourceEnricher } from './resource-enricher';
export { RunContextEnricher, type StartingSpan } from './run-context-enricher';
export {
  type SampledSpan,
  SampledSpanProcessor,
  type TraceSampler,
  type WrappedSpanProcessor,
} from './sampled-span-processor';
export { type EndedSpan, UsageElection, type UsageElectionOptions } from './usage-election';
