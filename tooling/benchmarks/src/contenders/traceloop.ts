import {
  createSpanProcessor,
  initialize,
  withAssociationProperties,
  withWorkflow,
} from '@traceloop/node-server-sdk';
import type { Workload } from '../contender';
import { spanWorkload } from '../span-workload';
import { customerIdOf, ENVIRONMENT, eventIdOf, RUN_ID, WORKFLOW, work, workAsync } from '../subject';
import { ForgettingExporter, registerTracing, type Tracing } from '../tracing';

export function stamp(): Workload {
  return spanWorkload(setUp(), (fn) =>
    withAssociationProperties({ run_id: RUN_ID, workflow: WORKFLOW, ...propertiesOf(0) }, fn),
  );
}

export function wrap(): Workload {
  const { lastSpan } = setUp();
  return { operation: (index) => runWorkflow(index, work), evidence: () => lastSpan.describe() };
}

export function wrapAsync(): Workload {
  const { lastSpan } = setUp();
  return {
    isAwaited: true,
    operation: (index) => runWorkflow(index, workAsync),
    evidence: () => lastSpan.describe(),
  };
}

export function withoutSdk(): Workload {
  configure();
  return { operation: (index) => runWorkflow(index, work), evidence: () => '-' };
}

/** On the same provider as everybody else, with traceloop's own processor and no instrumentation. */
function setUp(): Tracing {
  configure();
  return registerTracing(createSpanProcessor({ exporter: new ForgettingExporter() }));
}

/** Neither provider nor instrumentation; and no content, since the others capture none either. */
function configure(): void {
  initialize({
    tracingEnabled: false,
    traceContent: false,
    traceloopSyncEnabled: false,
    silenceInitializationMessage: true,
  });
}

function runWorkflow(index: number, fn: () => number | Promise<number>): Promise<number> {
  return withWorkflow({ name: WORKFLOW, associationProperties: propertiesOf(index) }, fn) as Promise<number>;
}

function propertiesOf(index: number): Record<string, string> {
  return {
    event_id: eventIdOf(index),
    customer_id: customerIdOf(index),
    environment: ENVIRONMENT,
  };
}
