import { type Context, context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Completion } from './completion';
import { contextWithRun, runOf } from './context';
import { contextFrom } from './propagation';
import { lifeOf, RunContext } from './run-context';
import type { RunLife } from './run-life';
import { changingAttributes, withoutEmpty } from './run-record';
import { getRuntime } from './runtime';
import { errorClassOf, safely, warnOnce } from './safely';
import {
  ATTR_BOTANU_RUN_DURATION_MS,
  EVENT_BOTANU_RUN_COMPLETED,
  EVENT_BOTANU_RUN_STARTED,
  SPAN_NAME_RUN_PREFIX,
} from './semconv';
import { isTelemetryRegistered, NO_SPAN, SpanScope, startSpan } from './span-scope';
import type { EventOptions, RunOutcome, RunStatus } from './types';

/** A run that has begun, and its span's life. */
export interface OpenRun {
  readonly run: RunContext;
  readonly scope: SpanScope;
}

/**
 * Begins a run: makes it, starts its span, and records the start. Never throws.
 *
 * @param options - What `event()` was given, resolved.
 * @returns The run, current inside its scope.
 */
export function openRun(options: EventOptions): OpenRun {
  enableOnFirstEvent();
  const outerContext = outerContextOf(options);
  const outerRun = runOf(outerContext);
  // An outer run without an event id was opened for a request, not for a business event: it is no parent.
  const run = RunContext.createFast(
    outerRun?.eventId ? { ...options, parentRunId: outerRun.runId } : options,
  );
  if (run.attributionError !== undefined) {
    warnIncompleteAttribution(run.workflow, run.attributionError);
  }
  let runContext = outerContext;
  let span = NO_SPAN;
  if (isTelemetryRegistered()) {
    runContext = contextWithRun(outerContext, run);
    span = startSpan(
      SPAN_NAME_RUN_PREFIX + run.workflow,
      { kind: options.spanKind ?? SpanKind.SERVER, attributes: run.toSpanAttributes() },
      runContext,
    );
    safely('record the start of a run', () =>
      span.addEvent(EVENT_BOTANU_RUN_STARTED, { run_id: run.runId, workflow: run.workflow }),
    );
  }
  const life = lifeOf(run);
  const scope = new SpanScope(runContext, span, (completion) =>
    life.endWhenIdle(() => {
      life.outcome = concludeOutcome(life, completion, options.autoOutcomeOnSuccess !== false);
      try {
        recordEnd(run, span, life.outcome);
      } finally {
        span.end();
      }
    }),
  );
  return { run, scope };
}

function outerContextOf({ parent, parentTrace }: EventOptions): Context {
  const active = context.active();
  return parent === undefined ? active : contextFrom(parent, active, { parentTrace }).context;
}

/** `@botanu/sdk` leaves its `enable()` here when it is imported; without it, nothing is enabled. */
function enableOnFirstEvent(): void {
  const runtime = getRuntime();
  const { beforeFirstEvent } = runtime;
  if (beforeFirstEvent !== undefined) {
    runtime.beforeFirstEvent = undefined;
    safely('enable botanu', beforeFirstEvent);
  }
}

function warnIncompleteAttribution(workflow: string, keys: string): void {
  warnOnce(
    'BOTANU_ATTRIBUTION_INCOMPLETE',
    `a run of "${workflow}" has no usable ${keys}: pass a text of 1 to 512 bytes, or a number.`,
    `${workflow}:${keys}`,
  );
}

/** How the user's code ended decides the status, unless `complete()` has said otherwise. */
function concludeOutcome(life: RunLife, completion: Completion, isSuccessAutomatic: boolean): RunOutcome {
  let status: RunStatus | undefined = isSuccessAutomatic ? 'success' : undefined;
  let errorClass = life.backgroundErrorClass;
  if (completion.isError) {
    const { error } = completion;
    status = life.abortStatusOf(error) ?? 'failure';
    errorClass = error === undefined ? errorClass : errorClassOf(error);
  }
  const stated = life.outcome;
  return { ...stated, status: stated?.status ?? status, errorClass: stated?.errorClass ?? errorClass };
}

function recordEnd(run: RunContext, span: Span, outcome: RunOutcome): void {
  if (!span.isRecording()) {
    return;
  }
  const { durationMs } = run;
  const { status, errorClass, valueType, valueAmount } = outcome;
  span.setAttributes({ [ATTR_BOTANU_RUN_DURATION_MS]: durationMs, ...changingAttributes(run) });
  span.addEvent(
    EVENT_BOTANU_RUN_COMPLETED,
    withoutEmpty<string | number>({
      run_id: run.runId,
      workflow: run.workflow,
      status,
      duration_ms: durationMs,
      error_class: errorClass,
      value_type: valueType,
      value_amount: valueAmount,
    }),
  );
  if (status === 'failure' || status === 'timeout') {
    // No message: it may hold content, and nothing has scrubbed it.
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}
