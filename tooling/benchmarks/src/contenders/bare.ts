import { type Tracer, trace } from '@opentelemetry/api';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Workload } from '../contender';
import { spanWorkload } from '../span-workload';
import { work, workAsync } from '../subject';
import { ForgettingExporter, registerTracing, type Tracing } from '../tracing';

export function stamp(): Workload {
  return spanWorkload(registerTracing(), (fn) => fn());
}

export function wrap(): Workload {
  return wrapWith(registerTracing());
}

export function wrapAsync(): Workload {
  return wrapAsyncWith(registerTracing());
}

export function wrapBatched(): Workload {
  return wrapWith(registerTracing(new BatchSpanProcessor(new ForgettingExporter())));
}

export function wrapBatchedAsync(): Workload {
  return wrapAsyncWith(registerTracing(new BatchSpanProcessor(new ForgettingExporter())));
}

/** OpenTelemetry's API where nothing is registered. */
export function withoutSdk(): Workload {
  const tracer = trace.getTracer('benchmark');
  return { operation: () => runInSpan(tracer), evidence: () => '-' };
}

/** No tracing code at all. */
export function direct(): Workload {
  return { operation: () => work(), evidence: () => '-' };
}

function wrapWith({ tracer, lastSpan }: Tracing): Workload {
  return { operation: () => runInSpan(tracer), evidence: () => lastSpan.describe() };
}

function wrapAsyncWith({ tracer, lastSpan }: Tracing): Workload {
  return {
    isAwaited: true,
    operation: () => runInSpanAsync(tracer),
    evidence: () => lastSpan.describe(),
  };
}

function runInSpan(tracer: Tracer): number {
  return tracer.startActiveSpan('run', (span) => {
    try {
      return work();
    } finally {
      span.end();
    }
  });
}

function runInSpanAsync(tracer: Tracer): Promise<number> {
  return tracer.startActiveSpan('run', async (span) => {
    try {
      return await workAsync();
    } finally {
      span.end();
    }
  });
}
