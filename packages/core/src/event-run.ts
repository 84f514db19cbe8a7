import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { contextWithRun, runOf } from './context';
import { contextFrom } from './propagation';
import { RunContext } from './run-context';
import { addChangingAttributes, put } from './run-record';
import { getRuntime } from './runtime';
import { safely, warnOnce } from './safely';
import {
  ATTR_BOTANU_RUN_DURATION_MS,
  EVENT_BOTANU_RUN_COMPLETED,
  EVENT_BOTANU_RUN_STARTED,
  SPAN_NAME_RUN_PREFIX,
} from './semconv';
import { isTelemetryRegistered, NO_SPAN, SpanScope, startSpan } from './span-scope';
import type { EventOptions, RunContextInit } from './types';

/** A run that has begun, and its span's life. */
export interface OpenRun {
  readonly run: RunContext;
  readonly scope: SpanScope;
}

/**
 * Begins a run: makes it, starts its span, and records the start. Never throws.
 *
 * @param options - What `event()` was given, resolved; and the run's id, where it is known already.
 * @param outerContext - Where the run is opened, if not in the active context or in `options.parent`.
 * @returns The run, current inside its scope.
 */
export function openRun(
  options: EventOptions & Pick<RunContextInit, 'runId'>,
  outerContext: Context = outerContextOf(options),
): OpenRun {
  enableOnFirstEvent();
  const outerRun = runOf(outerContext);
  const run = RunContext.createFast(outerRun === undefined ? options : { ...options, ...within(outerRun) });
  run.isClaimed = true;
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
  if (getRuntime().capture !== undefined) {
    run.content = { span, captureInput: options.captureInput };
  }
  const scope = new SpanScope(runContext, span, (completion) =>
    run.end(completion, options.autoOutcomeOnSuccess !== false, () => {
      try {
        recordEnd(run, span);
      } finally {
        span.end();
      }
    }),
  );
  return { run, scope };
}

/** An outer run without an event id began with a request. It is no parent: the first event inside takes its id. */
function within(outerRun: RunContext): { readonly parentRunId?: string; readonly runId?: string } {
  const { runId, eventId, isClaimed } = outerRun;
  if (eventId !== '') {
    return { parentRunId: runId };
  }
  outerRun.isClaimed = true;
  return isClaimed ? {} : { runId };
}

function outerContextOf({ parent, parentTrace }: EventOptions): Context {
  const active = context.active();
  return parent === undefined ? active : contextFrom(parent, active, { parentTrace }).context;
}

/** `@botanu/sdk` leaves its `enable()` here when it is imported; without it, nothing is enabled. */
export function enableOnFirstEvent(): void {
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

function recordEnd(run: RunContext, span: Span): void {
  if (!span.isRecording()) {
    return;
  }
  const { durationMs, outcome = {} } = run;
  const { status, errorClass, valueType, valueAmount } = outcome;
  const attributes: Attributes = { [ATTR_BOTANU_RUN_DURATION_MS]: durationMs };
  addChangingAttributes(attributes, run);
  span.setAttributes(attributes);
  const facts: Attributes = { run_id: run.runId, workflow: run.workflow, duration_ms: durationMs };
  put(facts, 'status', status);
  put(facts, 'error_class', errorClass);
  put(facts, 'value_type', valueType);
  put(facts, 'value_amount', valueAmount);
  span.addEvent(EVENT_BOTANU_RUN_COMPLETED, facts);
  if (status === 'failure' || status === 'timeout') {
    // No message: it may hold content, and nothing has scrubbed it.
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}
