import { type Attributes, context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { contextWithRun, runOf } from './context';
import { toIsoTime } from './iso-time';
import { RunContext } from './run-context';
import { getRuntime } from './runtime';
import { errorClassOf, safely, warnOnce } from './safely';
import {
  ATTR_BOTANU_ATTEMPT,
  ATTR_BOTANU_ATTRIBUTION_ERROR,
  ATTR_BOTANU_OUTCOME_ERROR_CLASS,
  ATTR_BOTANU_RETRY_OF_RUN_ID,
  ATTR_BOTANU_ROOT_RUN_ID,
  ATTR_BOTANU_RUN_DURATION_MS,
  ATTR_BOTANU_RUN_START_TIME,
  ATTR_BOTANU_WORKFLOW_VERSION,
  EVENT_BOTANU_RUN_COMPLETED,
  EVENT_BOTANU_RUN_STARTED,
  SPAN_NAME_RUN_PREFIX,
} from './semconv';
import type { Completion } from './settle';
import { runInSpan, startSpan } from './span-scope';
import type { EventOptions } from './types';

/**
 * Runs a function as one run of a business event. Every span, HTTP call and model call inside, in this
 * service and in those that it calls, carries the run's ids, so that its cost can be joined to the event,
 * the customer and the workflow.
 *
 * Your function is called exactly once and its result is yours unchanged: sync stays sync, a promise stays a
 * promise, what it throws is thrown. The run ends when the function, or the promise it returned, has ended.
 *
 * @param options - `eventId`, `customerId` and `workflow` must be written, even if only as `undefined`.
 * @param fn - Called with the run.
 * @returns What `fn` returned.
 * @throws TypeError at once, where one of the three keys is absent or `fn` is no function. A key that is
 * there but empty never throws: the run goes on, marked with `botanu.attribution_error`, with one warning.
 * @example
 * ```ts
 * const answer = await event(
 *   { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' },
 *   async (run) => agent.answer(ticket),
 * );
 * ```
 */
export function event<T>(options: EventOptions, fn: (run: RunContext) => T): T {
  assertUsage(options, fn);
  enableOnFirstEvent();
  const outerContext = context.active();
  const outerRun = runOf(outerContext);
  // An outer run without an event id was opened for a request, not for a business event: it is no parent.
  const parentRunId = outerRun === undefined || outerRun.eventId === '' ? undefined : outerRun.runId;
  const run = RunContext.create(options, parentRunId);
  if (run.attributionError !== undefined) {
    warnIncompleteAttribution(run, run.attributionError);
  }
  const runContext = contextWithRun(outerContext, run);
  const span = startSpan(
    SPAN_NAME_RUN_PREFIX + run.workflow,
    { kind: options.spanKind ?? SpanKind.SERVER, attributes: runSpanAttributes(run) },
    runContext,
  );
  safely('record the start of a run', () => recordStart(run, span));
  return runInSpan(runContext, span, fn, run, (completion) => endRun(run, span, completion));
}

const REQUIRED_KEYS = ['eventId', 'customerId', 'workflow'] as const;

/** Misuse that a developer sees at the first call: a forgotten key would lose the attribution of every run. */
function assertUsage(options: EventOptions, fn: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`event() needs its options first. ${USAGE}`);
  }
  for (const key of REQUIRED_KEYS) {
    if (!(key in options)) {
      throw new TypeError(
        `event() needs "${key}". ${USAGE} Where a run has none, say so: ${key}: undefined.`,
      );
    }
  }
  if (typeof fn !== 'function') {
    throw new TypeError(`event() needs the function to run as its second argument. ${USAGE}`);
  }
}

const USAGE =
  "Write event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, (run) => { ... }).";

/** `@botanu/sdk` leaves its `enable()` here when it is imported; without it, nothing is enabled. */
function enableOnFirstEvent(): void {
  const runtime = getRuntime();
  const { beforeFirstEvent } = runtime;
  if (beforeFirstEvent !== undefined) {
    runtime.beforeFirstEvent = undefined;
    safely('enable botanu at the first event', beforeFirstEvent);
  }
}

function warnIncompleteAttribution(run: RunContext, missingKeys: string): void {
  warnOnce(
    'BOTANU_ATTRIBUTION_INCOMPLETE',
    `a run of workflow "${run.workflow}" has no ${missingKeys.replaceAll(',', ', ')}: its cost cannot be ` +
      'attributed by that. Pass a non-empty text, a number or a bigint to event().',
    `${run.workflow}:${missingKeys}`,
  );
}

function runSpanAttributes(run: RunContext): Attributes {
  const attributes: Attributes = { ...run.toSpanAttributes() };
  attributes[ATTR_BOTANU_RUN_START_TIME] = toIsoTime(run.startTime);
  if (run.workflowVersion !== undefined) {
    attributes[ATTR_BOTANU_WORKFLOW_VERSION] = run.workflowVersion;
  }
  if (run.retryOfRunId !== undefined) {
    attributes[ATTR_BOTANU_ROOT_RUN_ID] = run.rootRunId;
    attributes[ATTR_BOTANU_ATTEMPT] = run.attempt;
    attributes[ATTR_BOTANU_RETRY_OF_RUN_ID] = run.retryOfRunId;
  }
  if (run.attributionError !== undefined) {
    attributes[ATTR_BOTANU_ATTRIBUTION_ERROR] = run.attributionError;
  }
  return attributes;
}

function recordStart(run: RunContext, span: Span): void {
  span.addEvent(EVENT_BOTANU_RUN_STARTED, { run_id: run.runId, workflow: run.workflow });
}

function endRun(run: RunContext, span: Span, completion: Completion): void {
  // A clock that stepped back must not give a negative duration.
  const durationMs = Math.max(0, Date.now() - run.startTime);
  const facts: Attributes = {
    run_id: run.runId,
    workflow: run.workflow,
    status: completion.isError ? 'failure' : 'success',
    duration_ms: durationMs,
  };
  span.setAttribute(ATTR_BOTANU_RUN_DURATION_MS, durationMs);
  if (completion.isError) {
    const errorClass = errorClassOf(completion.error);
    facts.error_class = errorClass;
    span.setAttribute(ATTR_BOTANU_OUTCOME_ERROR_CLASS, errorClass);
    // No message: it may hold content, and nothing has scrubbed it.
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.addEvent(EVENT_BOTANU_RUN_COMPLETED, facts);
  span.end();
}
