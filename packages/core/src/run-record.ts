import type { Attributes } from '@opentelemetry/api';
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

const OUTCOME_ATTRIBUTES = [
  ['reasonCode', ATTR_BOTANU_OUTCOME_REASON_CODE],
  ['errorClass', ATTR_BOTANU_OUTCOME_ERROR_CLASS],
  ['valueType', ATTR_BOTANU_OUTCOME_VALUE_TYPE],
  ['valueAmount', ATTR_BOTANU_OUTCOME_VALUE_AMOUNT],
  ['confidence', ATTR_BOTANU_OUTCOME_CONFIDENCE],
] as const;

/** What every span inside a run is stamped with, in the order in which it is sent. */
const STAMPED = [
  ['runId', ATTR_BOTANU_RUN_ID],
  ['workflow', ATTR_BOTANU_WORKFLOW],
  ['eventId', ATTR_BOTANU_EVENT_ID],
  ['customerId', ATTR_BOTANU_CUSTOMER_ID],
  ['environment', ATTR_BOTANU_ENVIRONMENT],
  ['tenantId', ATTR_BOTANU_TENANT_ID],
  ['parentRunId', ATTR_BOTANU_PARENT_RUN_ID],
] as const;

/** What is only sent, and written on the run span. */
const SENT = [
  ['rootRunId', ATTR_BOTANU_ROOT_RUN_ID],
  ['retryOfRunId', ATTR_BOTANU_RETRY_OF_RUN_ID],
] as const;

/**
 * Reads a run out of baggage entries. What comes from outside is bounded.
 *
 * @returns Undefined where there is no run id or no workflow.
 */
export function initFromRecord(record: Readonly<Record<string, unknown>>): RunContextInit | undefined {
  const texts: Partial<Record<string, string>> = {};
  for (const [field, key] of [...STAMPED, ...SENT]) {
    const text = toIdentifier(record[key]);
    if (text !== undefined) {
      texts[field] = text;
    }
  }
  const { runId, workflow, eventId, customerId } = texts;
  if (runId === undefined || workflow === undefined) {
    return undefined;
  }
  return {
    ...texts,
    workflow,
    eventId,
    customerId,
    attempt: parseAttempt(record[ATTR_BOTANU_ATTEMPT]),
    deadline: parseDeadline(record[BAGGAGE_BOTANU_DEADLINE]),
    cancelled: String(record[BAGGAGE_BOTANU_CANCELLED]).toLowerCase() === 'true',
  };
}

/** What every span inside the run is stamped with: keys without a value are left out. */
export function stampFromRun(run: RunContext): Attributes {
  const attributes: Attributes = {};
  for (const [field, key] of STAMPED) {
    const value = run[field];
    if (value) {
      attributes[key] = value;
    }
  }
  return attributes;
}

/** What the run span and the baggage have in addition, where it differs from the default. */
function addLineage(target: Record<string, unknown>, run: RunContext): void {
  if (run.rootRunId !== run.runId) {
    target[ATTR_BOTANU_ROOT_RUN_ID] = run.rootRunId;
  }
  if (run.retryOfRunId !== undefined) {
    target[ATTR_BOTANU_RETRY_OF_RUN_ID] = run.retryOfRunId;
  }
}

/** The attributes of the run span: what spans are stamped with, and what is only true of the run itself. */
export function runSpanAttributes(run: RunContext, stamp: Readonly<Attributes>): Attributes {
  const attributes: Attributes = { ...stamp };
  attributes[ATTR_BOTANU_RUN_START_TIME] = toIsoTime(run.startTime);
  if (run.workflowVersion !== undefined) {
    attributes[ATTR_BOTANU_WORKFLOW_VERSION] = run.workflowVersion;
  }
  addLineage(attributes, run);
  if (run.attempt > 1) {
    attributes[ATTR_BOTANU_ATTEMPT] = run.attempt;
  }
  if (run.deadline !== undefined) {
    attributes[ATTR_BOTANU_RUN_DEADLINE_TS] = run.deadline / MS_PER_SECOND;
  }
  if (run.attributionError !== undefined) {
    attributes[ATTR_BOTANU_ATTRIBUTION_ERROR] = run.attributionError;
  }
  addChangingAttributes(attributes, run);
  return attributes;
}

/** What may have come to be known about a run since its span was started. */
export function addChangingAttributes(attributes: Attributes, run: RunContext): void {
  if (run.cancelled) {
    attributes[ATTR_BOTANU_RUN_CANCELLED] = true;
    if (run.cancelledAt !== undefined) {
      attributes[ATTR_BOTANU_RUN_CANCELLED_AT] = run.cancelledAt / MS_PER_SECOND;
    }
  }
  const { outcome } = run;
  if (outcome === undefined) {
    return;
  }
  for (const [field, key] of OUTCOME_ATTRIBUTES) {
    const value = outcome[field];
    if (value !== undefined) {
      attributes[key] = value;
    }
  }
}

/** The baggage entries of a run: what spans are stamped with, and what differs from the default. */
export function recordFromRun(run: RunContext, stamp: Readonly<Attributes>): Record<string, string> {
  const record = { ...stamp } as Record<string, string>;
  addLineage(record, run);
  if (run.attempt > 1) {
    record[ATTR_BOTANU_ATTEMPT] = String(run.attempt);
  }
  if (run.deadline !== undefined) {
    record[BAGGAGE_BOTANU_DEADLINE] = String(Math.trunc(run.deadline));
  }
  if (run.cancelled) {
    record[BAGGAGE_BOTANU_CANCELLED] = 'true';
  }
  return record;
}

function parseAttempt(text: unknown): number {
  return DECIMAL_INTEGER.test(String(text)) ? boundAttempt(Number(text)) : 1;
}

/** An attempt is a whole number from 1 to 10,000. */
export function boundAttempt(attempt: number): number {
  return Math.min(Math.max(Math.trunc(attempt) || 1, 1), MAX_ATTEMPT);
}

function parseDeadline(text: unknown): number | undefined {
  return typeof text === 'string' && text.trim() !== '' ? saneDeadline(Number(text)) : undefined;
}

/**
 * Checks a deadline.
 *
 * @returns The deadline; undefined where it is no point in time between 1970 and the year 9999.
 */
export function saneDeadline(deadline: number): number | undefined {
  return deadline > 0 && deadline <= MAX_DEADLINE_MS ? deadline : undefined;
}
