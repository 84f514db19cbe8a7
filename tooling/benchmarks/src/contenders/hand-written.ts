import { randomUUID } from 'node:crypto';
import {
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  type SpanOptions,
} from '@opentelemetry/api';
import type { Workload } from '../contender';
import { customerIdOf, ENVIRONMENT, eventIdOf, WORKFLOW, work, workAsync } from '../subject';
import { registerTracing } from '../tracing';

const SPAN_NAME = `botanu.run/${WORKFLOW}`;

/** The data of one run, as somebody would write them without botanu. */
interface HandWrittenRun {
  readonly runId: string;
  readonly startedAt: number;
  readonly eventId: string;
  readonly customerId: string;
}

/** The run span's data. */
export function wrap(): Workload {
  return syncWorkload(() => context.active());
}

export function wrapAsync(): Workload {
  return asyncWorkload(() => context.active());
}

/** The run span's data, and the baggage that carries the run on. */
export function wrapWithBaggage(): Workload {
  return syncWorkload(contextWithBaggage);
}

export function wrapWithBaggageAsync(): Workload {
  return asyncWorkload(contextWithBaggage);
}

function syncWorkload(contextOf: (run: HandWrittenRun) => Context): Workload {
  const { tracer, lastSpan } = registerTracing();
  return {
    operation: (index) => {
      const run = identify(index);
      return tracer.startActiveSpan(SPAN_NAME, spanOptions(run), contextOf(run), (span) => {
        recordStart(run, span);
        try {
          return work();
        } finally {
          recordEnd(run, span);
          span.end();
        }
      });
    },
    evidence: () => lastSpan.describe(),
  };
}

function asyncWorkload(contextOf: (run: HandWrittenRun) => Context): Workload {
  const { tracer, lastSpan } = registerTracing();
  return {
    isAwaited: true,
    operation: (index) => {
      const run = identify(index);
      return tracer.startActiveSpan(SPAN_NAME, spanOptions(run), contextOf(run), async (span) => {
        recordStart(run, span);
        try {
          return await workAsync();
        } finally {
          recordEnd(run, span);
          span.end();
        }
      });
    },
    evidence: () => lastSpan.describe(),
  };
}

function identify(index: number): HandWrittenRun {
  return {
    runId: randomUUID(),
    startedAt: Date.now(),
    eventId: eventIdOf(index),
    customerId: customerIdOf(index),
  };
}

function spanOptions({ runId, startedAt, eventId, customerId }: HandWrittenRun): SpanOptions {
  return {
    kind: SpanKind.SERVER,
    attributes: {
      'botanu.run_id': runId,
      'botanu.workflow': WORKFLOW,
      'botanu.event_id': eventId,
      'botanu.customer_id': customerId,
      'botanu.environment': ENVIRONMENT,
      'botanu.run.start_time': new Date(startedAt).toISOString(),
    },
  };
}

function contextWithBaggage({ runId, eventId, customerId }: HandWrittenRun): Context {
  const baggage = propagation.createBaggage({
    'botanu.run_id': { value: runId },
    'botanu.workflow': { value: WORKFLOW },
    'botanu.event_id': { value: eventId },
    'botanu.customer_id': { value: customerId },
    'botanu.environment': { value: ENVIRONMENT },
  });
  return propagation.setBaggage(context.active(), baggage);
}

function recordStart({ runId }: HandWrittenRun, span: Span): void {
  span.addEvent('botanu.run.started', { run_id: runId, workflow: WORKFLOW });
}

function recordEnd({ runId, startedAt }: HandWrittenRun, span: Span): void {
  const durationMs = Date.now() - startedAt;
  span.setAttribute('botanu.run.duration_ms', durationMs);
  span.addEvent('botanu.run.completed', {
    run_id: runId,
    workflow: WORKFLOW,
    status: 'success',
    duration_ms: durationMs,
  });
}
