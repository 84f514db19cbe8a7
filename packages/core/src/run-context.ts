import type { Attributes } from '@opentelemetry/api';
import { deploymentEnvironment } from './environment';
import { toIdentifier } from './identifier';
import { getRuntime } from './runtime';
import {
  ATTR_BOTANU_ATTEMPT,
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_ENVIRONMENT,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_PARENT_RUN_ID,
  ATTR_BOTANU_RETRY_OF_RUN_ID,
  ATTR_BOTANU_ROOT_RUN_ID,
  ATTR_BOTANU_RUN_ID,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_WORKFLOW,
} from './semconv';
import type { EventOptions } from './types';

/** What a service calls the environment of a run that came without one. */
const UNKNOWN_ENVIRONMENT = 'unknown';

/** The workflow of a run that was opened without one: with none at all, other services would not see the run. */
const UNKNOWN_WORKFLOW = 'unknown';

const DECIMAL_INTEGER = /^\s*[+-]?\d+\s*$/;

/** What identifies a run: everything that is sent to other services. */
interface RunFields {
  readonly runId: string;
  readonly rootRunId: string;
  readonly eventId: string;
  readonly customerId: string;
  readonly workflow: string;
  readonly workflowVersion: string | undefined;
  readonly environment: string;
  readonly tenantId: string | undefined;
  readonly parentRunId: string | undefined;
  readonly attempt: number;
  readonly retryOfRunId: string | undefined;
  readonly attributionError: string | undefined;
}

/**
 * One execution attempt of a business event: who is served, by which workflow, in which attempt.
 *
 * `event()` makes it and hands it to your function; `currentRun()` finds it again. What it holds is stamped
 * on every span inside and travels to every service downstream. It never changes.
 *
 * @example
 * ```ts
 * event({ eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' }, (run) => {
 *   console.log(run.runId, run.attempt);
 * });
 * ```
 */
export class RunContext implements RunFields {
  /** A UUIDv7 (RFC 9562): later runs of a process have greater ids. */
  readonly runId: string;
  /** The first attempt's run id; the run's own where it is no retry. */
  readonly rootRunId: string;
  /** The business event's id; empty when there is none. */
  readonly eventId: string;
  /** The customer served; empty when unknown. */
  readonly customerId: string;
  /** The workflow's name. */
  readonly workflow: string;
  /** The version of the workflow's code. */
  readonly workflowVersion: string | undefined;
  /** The deployment environment. */
  readonly environment: string;
  /** The tenant. */
  readonly tenantId: string | undefined;
  /** The run inside which this one was opened. */
  readonly parentRunId: string | undefined;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** The previous attempt's run id. */
  readonly retryOfRunId: string | undefined;
  /** The keys that are missing from this run, comma-separated: cost cannot be attributed by them. */
  readonly attributionError: string | undefined;
  /** When the run began in this process, in epoch milliseconds. */
  readonly startTime: number;

  #spanAttributes: Attributes | undefined;

  private constructor(fields: RunFields) {
    this.runId = fields.runId;
    this.rootRunId = fields.rootRunId;
    this.eventId = fields.eventId;
    this.customerId = fields.customerId;
    this.workflow = fields.workflow;
    this.workflowVersion = fields.workflowVersion;
    this.environment = fields.environment;
    this.tenantId = fields.tenantId;
    this.parentRunId = fields.parentRunId;
    this.attempt = fields.attempt;
    this.retryOfRunId = fields.retryOfRunId;
    this.attributionError = fields.attributionError;
    this.startTime = Date.now();
  }

  /**
   * Makes a run with a new id. `event()` does this for you.
   *
   * @param options - As for `event()`. Ids that are missing leave their field empty and are named in
   * `attributionError`; a missing workflow is called `unknown`.
   * @param parentRunId - The run inside which this one is opened.
   * @returns The run, not yet current anywhere.
   * @example
   * ```ts
   * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
   * ```
   */
  static create(options: EventOptions, parentRunId?: string): RunContext {
    const runId = getRuntime().createRunId();
    const { retryOf } = options;
    const workflow = toIdentifier(options.workflow);
    const eventId = toIdentifier(options.eventId);
    const customerId = toIdentifier(options.customerId);
    const isComplete = workflow !== undefined && eventId !== undefined && customerId !== undefined;
    return new RunContext({
      runId,
      rootRunId: retryOf === undefined ? runId : retryOf.rootRunId,
      eventId: eventId ?? '',
      customerId: customerId ?? '',
      workflow: workflow ?? UNKNOWN_WORKFLOW,
      workflowVersion: toIdentifier(options.workflowVersion),
      environment: toIdentifier(options.environment) ?? deploymentEnvironment(),
      tenantId: toIdentifier(options.tenantId),
      parentRunId,
      attempt: retryOf === undefined ? 1 : retryOf.attempt + 1,
      retryOfRunId: retryOf?.runId,
      attributionError: isComplete ? undefined : missingKeys(workflow, eventId, customerId),
    });
  }

  /**
   * Reads a run back from baggage, as another service of the same system wrote it.
   *
   * @param record - Baggage keys and values; other entries are ignored.
   * @returns The run; undefined where the run id or the workflow is absent or empty.
   * @example
   * ```ts
   * RunContext.fromBaggage({ 'botanu.run_id': id, 'botanu.workflow': 'Support' })?.environment; // 'unknown'
   * ```
   */
  static fromBaggage(record: Readonly<Record<string, string | undefined>>): RunContext | undefined {
    const runId = record[ATTR_BOTANU_RUN_ID];
    const workflow = record[ATTR_BOTANU_WORKFLOW];
    if (!runId || !workflow) {
      return undefined;
    }
    return new RunContext({
      runId,
      rootRunId: record[ATTR_BOTANU_ROOT_RUN_ID] || runId,
      eventId: record[ATTR_BOTANU_EVENT_ID] ?? '',
      customerId: record[ATTR_BOTANU_CUSTOMER_ID] ?? '',
      workflow,
      workflowVersion: undefined,
      environment: record[ATTR_BOTANU_ENVIRONMENT] || UNKNOWN_ENVIRONMENT,
      tenantId: record[ATTR_BOTANU_TENANT_ID] || undefined,
      parentRunId: record[ATTR_BOTANU_PARENT_RUN_ID] || undefined,
      attempt: parseAttempt(record[ATTR_BOTANU_ATTEMPT]),
      retryOfRunId: record[ATTR_BOTANU_RETRY_OF_RUN_ID] || undefined,
      attributionError: undefined,
    });
  }

  /**
   * The baggage entries that carry this run to other services.
   *
   * @returns A new record; keys without a value are left out.
   */
  toBaggage(): Record<string, string> {
    const record = { ...this.toSpanAttributes() } as Record<string, string>;
    if (this.rootRunId !== this.runId) {
      record[ATTR_BOTANU_ROOT_RUN_ID] = this.rootRunId;
    }
    if (this.attempt > 1) {
      record[ATTR_BOTANU_ATTEMPT] = String(this.attempt);
    }
    if (this.retryOfRunId !== undefined) {
      record[ATTR_BOTANU_RETRY_OF_RUN_ID] = this.retryOfRunId;
    }
    return record;
  }

  /**
   * The attributes that every span inside this run carries, prepared once.
   *
   * @returns The same object at every call: do not change it.
   */
  toSpanAttributes(): Readonly<Attributes> {
    this.#spanAttributes ??= spanAttributesOf(this);
    return this.#spanAttributes;
  }
}

function spanAttributesOf(run: RunFields): Attributes {
  const attributes: Attributes = {
    [ATTR_BOTANU_RUN_ID]: run.runId,
    [ATTR_BOTANU_WORKFLOW]: run.workflow,
  };
  if (run.eventId !== '') {
    attributes[ATTR_BOTANU_EVENT_ID] = run.eventId;
  }
  if (run.customerId !== '') {
    attributes[ATTR_BOTANU_CUSTOMER_ID] = run.customerId;
  }
  attributes[ATTR_BOTANU_ENVIRONMENT] = run.environment;
  if (run.tenantId !== undefined) {
    attributes[ATTR_BOTANU_TENANT_ID] = run.tenantId;
  }
  if (run.parentRunId !== undefined) {
    attributes[ATTR_BOTANU_PARENT_RUN_ID] = run.parentRunId;
  }
  return attributes;
}

function missingKeys(
  workflow: string | undefined,
  eventId: string | undefined,
  customerId: string | undefined,
): string {
  const missing: string[] = [];
  if (workflow === undefined) {
    missing.push(ATTR_BOTANU_WORKFLOW);
  }
  if (eventId === undefined) {
    missing.push(ATTR_BOTANU_EVENT_ID);
  }
  if (customerId === undefined) {
    missing.push(ATTR_BOTANU_CUSTOMER_ID);
  }
  return missing.join(',');
}

function parseAttempt(text: string | undefined): number {
  return text !== undefined && DECIMAL_INTEGER.test(text) ? Number(text) : 1;
}
