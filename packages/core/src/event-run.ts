import { type Attributes, context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Completion } from './completion';
import { contextWithRun, runOf } from './context';
import { contextFrom } from './propagation';
import { lifeOf, RunContext } from './run-context';
import type { RunLife } from './run-life';
import { addChangingAttributes } from './run-record';
import { getRuntime } from './runtime';
import { errorClassOf, safely, warnOnce, warnTelemetryFailed } from './safely';
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
  const run = RunContext.createFast(
    outerRun === undefined ? options : { ...options, ...relationTo(outerRun) },
  );
  lifeOf(run).isClaimed = true;
  if (run.attributionError !== undefined) {
    warnIncompleteAttribution(run, run.attributionError);
  }
  const isSuccessAutomatic = options.autoOutcomeOnSuccess !== false;
  if (!isTelemetryRegistered()) {
    const end = (completion: Completion): void => endRun(run, NO_SPAN, completion, isSuccessAutomatic);
    return { run, scope: new SpanScope(outerContext, NO_SPAN, end) };
  }
  const runContext = contextWithRun(outerContext, run);
  const span = startSpan(
    SPAN_NAME_RUN_PREFIX + run.workflow,
    { kind: options.spanKind ?? SpanKind.SERVER, attributes: run.toSpanAttributes() },
    runContext,
  );
  recordStart(run, span);
  const scope = new SpanScope(runContext, span, (completion) =>
    endRun(run, span, completion, isSuccessAutomatic),
  );
  return { run, scope };
}

/**
 * An outer run without an event id was opened for a request, not for a business event: it is no parent, and the
 * first event inside takes its id.
 */
function relationTo(outerRun: RunContext): { readonly parentRunId?: string; readonly runId?: string } {
  const { runId } = outerRun;
  if (outerRun.eventId !== '') {
    return { parentRunId: runId };
  }
  const life = lifeOf(outerRun);
  if (life.isClaimed) {
    return {};
  }
  life.isClaimed = true;
  return { runId };
}

function outerContextOf({ parent, parentTrace }: EventOptions): ReturnType<typeof context.active> {
  const active = context.active();
  return parent === undefined ? active : contextFrom(parent, active, { parentTrace }).context;
}

/** `@botanu/sdk` leaves its `enable()` here when it is imported; without it, nothing is enabled. */
export function enableOnFirstEvent(): void {
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
    const outcome = concludeOutcome(life, completion, isSuccessAutomatic);
    life.outcome = outcome;
    life.end();
    // Behind `waitUntil` nobody is there to catch: a processor that throws would be an unhandled rejection.
    try {
      if (span.isRecording()) {
        recordEnd(run, span, outcome);
      }
    } catch (error) {
      warnTelemetryFailed('record the end of a run', error);
    }
    try {
      span.end();
    } catch (error) {
      warnTelemetryFailed('end the span of a run', error);
    }
  });
}

/** How the user's code ended decides the status, unless `complete()` has said otherwise. */
function concludeOutcome(life: RunLife, completion: Completion, isSuccessAutomatic: boolean): RunOutcome {
  const { outcome: stated, backgroundErrorClass } = life;
  if (!completion.isError) {
    if (stated === undefined && backgroundErrorClass === undefined) {
      return isSuccessAutomatic ? SUCCESSFUL : NOTHING_KNOWN;
    }
    const status = isSuccessAutomatic ? 'success' : undefined;
    return withDefaults(stated, status, backgroundErrorClass);
  }
  const { error } = completion;
  const status = life.abortStatusOf(error) ?? 'failure';
  return withDefaults(stated, status, error === undefined ? backgroundErrorClass : errorClassOf(error));
}

const SUCCESSFUL: RunOutcome = { status: 'success' };
const NOTHING_KNOWN: RunOutcome = {};

function withDefaults(
  stated: RunOutcome | undefined,
  status: RunStatus | undefined,
  errorClass: string | undefined,
): RunOutcome {
  return { ...stated, status: stated?.status ?? status, errorClass: stated?.errorClass ?? errorClass };
}

function recordEnd(run: RunContext, span: Span, outcome: RunOutcome): void {
  const { durationMs } = run;
  const { status, errorClass, valueType, valueAmount } = outcome;
  span.setAttribute(ATTR_BOTANU_RUN_DURATION_MS, durationMs);
  if (run.cancelled || outcome !== SUCCESSFUL) {
    const attributes: Attributes = {};
    addChangingAttributes(attributes, run);
    span.setAttributes(attributes);
  }
  const facts: Attributes = { run_id: run.runId, workflow: run.workflow };
  addIfKnown(facts, 'status', status);
  facts.duration_ms = durationMs;
  addIfKnown(facts, 'error_class', errorClass);
  addIfKnown(facts, 'value_type', valueType);
  addIfKnown(facts, 'value_amount', valueAmount);
  span.addEvent(EVENT_BOTANU_RUN_COMPLETED, facts);
  if (status === 'failure' || status === 'timeout') {
    // No message: it may hold content, and nothing has scrubbed it.
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

function addIfKnown(attributes: Attributes, key: string, value: string | number | undefined): void {
  if (value !== undefined) {
    attributes[key] = value;
  }
}
