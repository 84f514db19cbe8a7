import { LangfuseSpanProcessor } from '@langfuse/otel';
import {
  type PropagateAttributesParams,
  propagateAttributes,
  startActiveObservation,
} from '@langfuse/tracing';
import type { Workload } from '../contender';
import { spanWorkload } from '../span-workload';
import { customerIdOf, ENVIRONMENT, eventIdOf, RUN_ID, WORKFLOW, work, workAsync } from '../subject';
import { ForgettingExporter, registerTracing, type Tracing } from '../tracing';

export function stamp(): Workload {
  return spanWorkload(setUp(), (fn) =>
    propagateAttributes({ ...attributesOf(0), metadata: { runId: RUN_ID } }, fn),
  );
}

/** The span alone: nothing says who is served. */
export function wrap(): Workload {
  const { lastSpan } = setUp();
  return { operation: () => startActiveObservation(WORKFLOW, work), evidence: () => lastSpan.describe() };
}

export function wrapAsync(): Workload {
  const { lastSpan } = setUp();
  return {
    isAwaited: true,
    operation: () => startActiveObservation(WORKFLOW, workAsync),
    evidence: () => lastSpan.describe(),
  };
}

/** The span, and who is served, on it and on every span inside. */
export function wrapWithAttributes(): Workload {
  const { lastSpan } = setUp();
  return { operation: (index) => observe(index, work), evidence: () => lastSpan.describe() };
}

export function wrapWithAttributesAsync(): Workload {
  const { lastSpan } = setUp();
  return {
    isAwaited: true,
    operation: (index) => observe(index, workAsync),
    evidence: () => lastSpan.describe(),
  };
}

export function withoutSdk(): Workload {
  return { operation: (index) => observe(index, work), evidence: () => '-' };
}

function setUp(): Tracing {
  return registerTracing(new LangfuseSpanProcessor({ exporter: new ForgettingExporter() }));
}

function observe<T>(index: number, fn: () => T): T {
  return propagateAttributes(attributesOf(index), () => startActiveObservation(WORKFLOW, fn));
}

function attributesOf(index: number): PropagateAttributesParams {
  return {
    userId: customerIdOf(index),
    sessionId: eventIdOf(index),
    traceName: WORKFLOW,
    environment: ENVIRONMENT,
  };
}
