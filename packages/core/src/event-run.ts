import { type Attributes, context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Completion } from './completion';
import { contextWithRun, runOf } from './context';
import { contextFrom } from './propagation';
import { createRun, lifeOf, type RunContext } from './run-context';
import { addChangingAttributes } from './run-record';
import { getRuntime } from './runtime';
import { errorClassOf, safely, warnOnce, warnTelemetryFailed } from './safely';
import {
  ATTR_BOTANU_RUN_DURATION_MS,
  EVENT_BOTANU_RUN_COMPLETED,
  EVENT_BOTANU_RUN_STARTED,
  SPAN_NAME_RUN_PREFIX,
} from './semconv';
import { SpanScope, startSpan } from './span-scope';
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
  const parentRunId = outerRun === undefined || outerRun.eventId === '' ? undefined : outerRun.runId;
  const run = createRun(parentRunId === undefined ? options : { ...options, parentRunId });
  if (run.attributionError !== undefined) {
    warnIncompleteAttribution(run, run.attributionError);
  }
  const runContext = contextWithRun(outerContext, run);
  const span = startSpan(
    SPAN_NAME_RUN_PREFIX + run.workflow,
    { kind: options.spanKind ?? SpanKind.SERVER, attributes: run.toSpanAttributes() },
    runContext,
  );
  recordStart(run, span);
  const isSuccessAutomatic = options.autoOutcomeOnSuccess !== false;
  const scope = new SpanScope(runContext, span, (completion) =>
    endRun(run, span, completion, isSuccessAutomatic),
  );
  return { run, scope };
}

function outerContextOf({ parent, parentTrace }: EventOptions): ReturnType<typeof context.active> {
  const active = context.active();
  return parent === undefined ? active : contextFrom(parent, active, { parentTrace }).context;
}

/** `@botanu/sdk` leaves its `enable()` here when it is imported; without it, nothing is enabled. */
function enableOnFirstEvent(): void {
  const runtime = getRuntime();
  const { beforeFirstEvent } = runtime;
  if (beforeFirstEvent !== undefined) {
    runtime.beforeFirstEvent = undefined;
    safely('enable botanu at the first event', beforeFirstEvent);
  }
}

function warnIncompleteAttribution(run: RunContext, keys: string): void {
  warnOnce(
    'BOTANU_ATTRIBUTION_INCOMPLETE',
    `a run of workflow "${run.workflow}" has no usable ${keys.replaceAll(',', ', ')}: its cost cannot be ` +
      'attributed by that. Pass a non-empty text of at most 512 bytes percent-encoded, a number or a bigint.',
    `${run.workflow}:${keys}`,
  );
}

function recordStart(run: RunContext, span: Span): void {
  try {
    span.addEvent(EVENT_BOTANU_RUN_STARTED, { run_id: run.runId, workflow: run.workflow });
  } catch (error) {
    warnTelemetryFailed('record the start of a run', error);
  }
}

function endRun(run: RunContext, span: Span, completion: Completion, isSuccessAutomatic: boolean): void {
  const life = lifeOf(run);
  life.whenIdle(() => {
    life.end();
    life.outcome = concludeOutcome(run, completion, isSuccessAutomatic);
    recordEnd(run, span, life.outcome);
  });
}

/** How the user's code ended decides the status, unless `complete()` has said otherwise. */
function concludeOutcome(run: RunContext, completion: Completion, isSuccessAutomatic: boolean): RunOutcome {
  const life = lifeOf(run);
  const stated = life.outcome;
  let status: RunStatus | undefined;
  let errorClass = life.backgroundErrorClass;
  if (completion.isError) {
    status = life.abortStatusOf(completion.error) ?? 'failure';
    errorClass = completion.error === undefined ? errorClass : errorClassOf(completion.error);
  } else if (isSuccessAutomatic) {
    status = 'success';
  }
  return { ...stated, status: stated?.status ?? status, errorClass: stated?.errorClass ?? errorClass };
}

function recordEnd(run: RunContext, span: Span, outcome: RunOutcome): void {
  safely('record the end of a run', () => {
    const { status, errorClass, valueType, valueAmount } = outcome;
    const attributes: Attributes = { [ATTR_BOTANU_RUN_DURATION_MS]: run.durationMs };
    addChangingAttributes(attributes, run);
    span.setAttributes(attributes);
    const facts: Attributes = { run_id: run.runId, workflow: run.workflow, duration_ms: run.durationMs };
    addIfKnown(facts, 'status', status);
    addIfKnown(facts, 'error_class', errorClass);
    addIfKnown(facts, 'value_type', valueType);
    addIfKnown(facts, 'value_amount', valueAmount);
    span.addEvent(EVENT_BOTANU_RUN_COMPLETED, facts);
    if (status === 'failure' || status === 'timeout') {
      // No message: it may hold content, and nothing has scrubbed it.
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
  });
  span.end();
}

function addIfKnown(attributes: Attributes, key: string, value: string | number | undefined): void {
  if (value !== undefined) {
    attributes[key] = value;
  }
}
