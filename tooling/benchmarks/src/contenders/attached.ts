import { enable } from '@botanu/sdk';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base';
import type { Workload } from '../contender';
import { registerSampledTracing } from '../tracing';

/** A provider that drops every span, as a server does with nine requests in ten. */
export function dropped(): Workload {
  const { tracer, lastSpan } = registerSampledTracing(new AlwaysOffSampler());
  return {
    operation: () => tracer.startSpan('call').end(),
    evidence: () => lastSpan.describe(),
  };
}

/** The same provider, joined by `enable()`: outside a run the span is dropped as before. */
export function droppedWithRunsExported(): Workload {
  const workload = dropped();
  join('runs');
  return workload;
}

/** The same, and every span of the process is recorded for us. */
export function droppedWithAllExported(): Workload {
  const workload = dropped();
  join('all');
  return workload;
}

function join(exportScope: 'all' | 'runs'): void {
  process.env.OTEL_TRACES_EXPORTER = 'none';
  const { mode } = enable({ exportScope });
  if (mode !== 'attach') {
    throw new Error(`the provider was not joined: ${mode}`);
  }
}
