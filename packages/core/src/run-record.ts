import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { toIdentifier } from './identifier';
import { toIsoTime } from './iso-time';
import type { RunContext } from './run-context';
import {
  ATTR_BOTANU_ATTEMPT,
  ATTR_BOTANU_ATTRIBUTION_ERROR,
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_ENVIRONMENT,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_OUTCOME_CONFIDENCE,
  ATTR_BOTANU_OUTCOME_ERROR_CLASS,
  ATTR_BOTANU_OUTCOME_REASON_CODE,
  ATTR_BOTANU_OUTCOME_VALUE_AMOUNT,
  ATTR_BOTANU_OUTCOME_VALUE_TYPE,
  ATTR_BOTANU_PARENT_RUN_ID,
  ATTR_BOTANU_RETRY_OF_RUN_ID,
  ATTR_BOTANU_ROOT_RUN_ID,
  ATTR_BOTANU_RUN_CANCELLED,
  ATTR_BOTANU_RUN_CANCELLED_AT,
  ATTR_BOTANU_RUN_DEADLINE_TS,
  ATTR_BOTANU_RUN_ID,
  ATTR_BOTANU_RUN_START_TIME,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_WORKFLOW,
  ATTR_BOTANU_WORKFLOW_VERSION,
  BAGGAGE_BOTANU_CANCELLED,
  BAGGAGE_BOTANU_DEADLINE,
} from './semconv';
import type { RunContextInit } from './types';

const DECIMAL_INTEGER = /^\s*[+-]?\d+\s*$/;
const MAX_ATTEMPT = 10_000;

/** The end of the year 9999: a later deadline is no time, but a mistake or an attack. */
const MAX_DEADLINE_MS = 253_402_300_799_999;

const MS_PER_SECOND = 1000;

/**
 * Adds what has a value: nothing else is stamped or sent. (One literal with all the keys, filtered afterwards, would
 * read better, but takes the engine five times as long.)
 */
export function put(target: Attributes, key: string, value: AttributeValue | undefined): void {
  if (value || value === 0) {
    target[key] = value;
  }
}

/**
 * Reads a run out of baggage entries.
 *
 * @returns Undefined where there is no run id or no workflow.
 */
export function readInit(lookUp: (key: string) => unknown): RunContextInit | undefined {
  const read = (key: string): string | undefined => toIdentifier(lookUp(key));
  const attempt = read(ATTR_BOTANU_ATTEMPT);
  const init = {
    runId: read(ATTR_BOTANU_RUN_ID),
    workflow: read(ATTR_BOTANU_WORKFLOW),
    eventId: read(ATTR_BOTANU_EVENT_ID),
    customerId: read(ATTR_BOTANU_CUSTOMER_ID),
    environment: read(ATTR_BOTANU_ENVIRONMENT),
    tenantId: read(ATTR_BOTANU_TENANT_ID),
    parentRunId: read(ATTR_BOTANU_PARENT_RUN_ID),
    rootRunId: read(ATTR_BOTANU_ROOT_RUN_ID),
    retryOfRunId: read(ATTR_BOTANU_RETRY_OF_RUN_ID),
    attempt: DECIMAL_INTEGER.test(attempt ?? '') ? Number(attempt) : 1,
    deadline: saneDeadline(Number(read(BAGGAGE_BOTANU_DEADLINE))),
    cancelled: read(BAGGAGE_BOTANU_CANCELLED)?.toLowerCase() === 'true',
  };
  return init.runId && init.workflow ? init : undefined;
}

/** What every span inside the run is stamped with, in the order in which it is sent: a new object. */
export function stampOf(run: RunContext): Attributes {
  const stamp: Attributes = {};
  put(stamp, ATTR_BOTANU_RUN_ID, run.runId);
  put(stamp, ATTR_BOTANU_WORKFLOW, run.workflow);
  put(stamp, ATTR_BOTANU_EVENT_ID, run.eventId);
  put(stamp, ATTR_BOTANU_CUSTOMER_ID, run.customerId);
  put(stamp, ATTR_BOTANU_ENVIRONMENT, run.environment);
  put(stamp, ATTR_BOTANU_TENANT_ID, run.tenantId);
  put(stamp, ATTR_BOTANU_PARENT_RUN_ID, run.parentRunId);
  return stamp;
}

/** What the run span and the baggage have: in addition, what differs from the default. */
function stampWithLineage(run: RunContext): Attributes {
  const attributes = stampOf(run);
  put(attributes, ATTR_BOTANU_ROOT_RUN_ID, run.rootRunId === run.runId ? '' : run.rootRunId);
  put(attributes, ATTR_BOTANU_RETRY_OF_RUN_ID, run.retryOfRunId);
  put(attributes, ATTR_BOTANU_ATTEMPT, run.attempt > 1 && run.attempt);
  return attributes;
}

/** The attributes of the run span: what spans are stamped with, and what is only true of the run itself. */
export function runSpanAttributes(run: RunContext): Attributes {
  const attributes = stampWithLineage(run);
  put(attributes, ATTR_BOTANU_RUN_START_TIME, toIsoTime(run.startTime));
  put(attributes, ATTR_BOTANU_WORKFLOW_VERSION, run.workflowVersion);
  put(attributes, ATTR_BOTANU_RUN_DEADLINE_TS, run.deadline && run.deadline / MS_PER_SECOND);
  put(attributes, ATTR_BOTANU_ATTRIBUTION_ERROR, run.attributionError);
  addChangingAttributes(attributes, run);
  return attributes;
}

/** What may have come to be known about a run since its span was started. */
export function addChangingAttributes(attributes: Attributes, run: RunContext): void {
  const { cancelledAt, outcome = {} } = run;
  put(attributes, ATTR_BOTANU_RUN_CANCELLED, run.cancelled);
  put(attributes, ATTR_BOTANU_RUN_CANCELLED_AT, cancelledAt && cancelledAt / MS_PER_SECOND);
  put(attributes, ATTR_BOTANU_OUTCOME_REASON_CODE, outcome.reasonCode);
  put(attributes, ATTR_BOTANU_OUTCOME_ERROR_CLASS, outcome.errorClass);
  put(attributes, ATTR_BOTANU_OUTCOME_VALUE_TYPE, outcome.valueType);
  put(attributes, ATTR_BOTANU_OUTCOME_VALUE_AMOUNT, outcome.valueAmount);
  put(attributes, ATTR_BOTANU_OUTCOME_CONFIDENCE, outcome.confidence);
}

/** The baggage entries of a run: what spans are stamped with, and what differs from the default. */
export function recordFromRun(run: RunContext): Record<string, string> {
  const record = stampWithLineage(run);
  put(record, BAGGAGE_BOTANU_DEADLINE, run.deadline && Math.trunc(run.deadline));
  put(record, BAGGAGE_BOTANU_CANCELLED, run.cancelled);
  for (const key in record) {
    record[key] = String(record[key]);
  }
  return record as Record<string, string>;
}

/** An attempt is a whole number from 1 to 10,000. */
export function boundAttempt(attempt: number): number {
  return Math.min(Math.max(Math.trunc(attempt) || 1, 1), MAX_ATTEMPT);
}

/**
 * Checks a deadline.
 *
 * @returns The deadline; undefined where it is no point in time between 1970 and the year 9999.
 */
export function saneDeadline(deadline: unknown): number | undefined {
  return typeof deadline === 'number' && deadline > 0 && deadline <= MAX_DEADLINE_MS ? deadline : undefined;
}
