import { type EventOptions, event } from '@botanu/core';
import { RunContextEnricher } from '@botanu/processors';
import { context, propagation } from '@opentelemetry/api';
import type { Workload } from '../contender';
import { spanWorkload } from '../span-workload';
import { customerIdOf, eventIdOf, TENANT_ID, WORKFLOW, work, workAsync } from '../subject';
import { registerTracing } from '../tracing';

/** Spans inside a run that was opened in this process. */
export function stamp(): Workload {
  return spanWorkload(registerTracing(new RunContextEnricher()), (fn) => event(optionsOf(0), fn));
}

/** The same with every key that a span can be stamped with: a tenant, and a run inside a run. */
export function stampEverything(): Workload {
  const options = { ...optionsOf(0), tenantId: TENANT_ID };
  return spanWorkload(registerTracing(new RunContextEnricher()), (fn) =>
    event(options, () => event(options, fn)),
  );
}

/** Spans inside a run that arrived in a baggage header. */
export function stampRemote(): Workload {
  const tracing = registerTracing(new RunContextEnricher());
  const headers: Record<string, string> = {};
  event(optionsOf(0), () => propagation.inject(context.active(), headers));
  return spanWorkload(tracing, (fn) => context.with(propagation.extract(context.active(), headers), fn));
}

export function wrap(): Workload {
  const { lastSpan } = registerTracing(new RunContextEnricher());
  return {
    operation: (index) => event(optionsOf(index), work),
    evidence: () => lastSpan.describe(),
  };
}

export function wrapAsync(): Workload {
  const { lastSpan } = registerTracing(new RunContextEnricher());
  return {
    isAwaited: true,
    operation: (index) => event(optionsOf(index), workAsync),
    evidence: () => lastSpan.describe(),
  };
}

export function withoutSdk(): Workload {
  return { operation: (index) => event(optionsOf(index), work), evidence: () => '-' };
}

function optionsOf(index: number): EventOptions {
  return {
    eventId: eventIdOf(index),
    customerId: customerIdOf(index),
    workflow: WORKFLOW,
  };
}
