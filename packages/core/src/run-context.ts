import type { Attributes } from '@opentelemetry/api';
import { captureOf } from './capture';
import { deploymentEnvironment, readDeploymentEnvironment } from './environment';
import { toIdentifier } from './identifier';
import { RunLife } from './run-life';
import { boundAttempt, readInit, recordFromRun, runSpanAttributes, saneDeadline } from './run-record';
import { getRuntime } from './runtime';
import { warnOnce } from './safely';
import {
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_ENVIRONMENT,
  ATTR_BOTANU_EVAL_INPUT_CONTENT,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_WORKFLOW,
} from './semconv';
import type { RunContextInit } from './types';

/**
 * The workflow of a run that was opened without one (with none at all, other services would not see the run), and
 * the environment of one that came from a service without one.
 */
const UNKNOWN = 'unknown';

/**
 * One execution attempt of a business event: who is served, by which workflow, in which attempt, until when.
 *
 * `event()` makes it and hands it to your function; `currentRun()` finds it again. What it holds is stamped
 * on every span inside and travels to every service downstream.
 *
 * @example
 * ```ts
 * await event(
 *   { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support', timeoutMs: 30_000 },
 *   async (run) => {
 *     const response = await fetch(knowledgeUrl, { signal: run.signal });
 *     console.log(response.status, run.attempt); // 200 1
 *   },
 * );
 * ```
 */
export class RunContext extends RunLife {
  /**
   * A UUIDv7 (RFC 9562): later runs of a process have greater ids.
   * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
   */
  declare readonly runId: string;
  /**
   * The first attempt's run id; the run's own where it is no retry.
   * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
   */
  declare readonly rootRunId: string;
  /** The business event's id; empty when there is none. @example `ticket-42` */
  declare readonly eventId: string;
  /** The customer served; empty when unknown. @example `acme` */
  declare readonly customerId: string;
  /** The workflow's name. @example `Support` */
  declare readonly workflow: string;
  /** The version of the workflow's code. @example `v:3f2a9c41d07b` */
  declare readonly workflowVersion: string | undefined;
  /** The deployment environment. @example `production` */
  declare readonly environment: string;
  /** The tenant. @example `acme-emea` */
  declare readonly tenantId: string | undefined;
  /** The run inside which this one was opened. @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e` */
  declare readonly parentRunId: string | undefined;
  /** Which attempt this is, from 1. @example `1` */
  declare readonly attempt: number;
  /** The previous attempt's run id. @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e` */
  declare readonly retryOfRunId: string | undefined;
  /**
   * The keys that are missing from this run or were dropped, comma-separated.
   * @example `botanu.event_id,botanu.customer_id`
   */
  declare readonly attributionError: string | undefined;

  private constructor(init: RunContextInit, fallbackEnvironment: string) {
    super(deadlineFrom(init), init.cancelled === true);
    const { retryOf } = init;
    let missing = '';
    const required = (key: string, value: unknown): string | undefined => {
      const identifier = toIdentifier(value);
      if (identifier === undefined) {
        missing += `,${key}`;
      }
      return identifier;
    };
    const optional = (key: string, value: unknown): string | undefined =>
      (value ?? '') === '' ? undefined : required(key, value);
    this.runId = toIdentifier(init.runId) ?? getRuntime().createRunId();
    this.rootRunId = toIdentifier(init.rootRunId) ?? retryOf?.rootRunId ?? this.runId;
    this.workflow = required(ATTR_BOTANU_WORKFLOW, init.workflow) ?? UNKNOWN;
    this.eventId = required(ATTR_BOTANU_EVENT_ID, init.eventId) ?? '';
    this.customerId = required(ATTR_BOTANU_CUSTOMER_ID, init.customerId) ?? '';
    this.workflowVersion = toIdentifier(init.workflowVersion);
    this.environment = optional(ATTR_BOTANU_ENVIRONMENT, init.environment) ?? fallbackEnvironment;
    this.tenantId = optional(ATTR_BOTANU_TENANT_ID, init.tenantId);
    this.parentRunId = toIdentifier(init.parentRunId);
    this.attempt = boundAttempt(init.attempt ?? (retryOf?.attempt ?? 0) + 1);
    this.retryOfRunId = toIdentifier(init.retryOfRunId) ?? retryOf?.runId;
    this.attributionError = missing.slice(1) || undefined;
  }

  /**
   * Makes a run, with a new id unless one is given. `event()` does this for you.
   *
   * @param init - As for `event()`, and every field of a run that is known already. Ids that are missing, or
   * longer than 512 bytes percent-encoded, leave their field empty and are named in `attributionError`; a
   * missing workflow is called `unknown`. An environment that is missing or too long falls back to
   * `BOTANU_ENVIRONMENT`, `OTEL_DEPLOYMENT_ENVIRONMENT`, `DEPLOYMENT_ENVIRONMENT` and `production`.
   * @returns The run, not yet current anywhere. Never throws.
   * @example
   * ```ts
   * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
   * console.log(run.attempt, run.attributionError); // 1 undefined
   * ```
   */
  static create(init: RunContextInit): RunContext {
    return new RunContext(init, readDeploymentEnvironment());
  }

  /**
   * Makes the next attempt of a run: a new run id, the attempt counted up, the same root run id, event,
   * customer, workflow, environment, tenant and parent. A deadline is not inherited.
   *
   * @param previous - The attempt that failed.
   * @returns The new run, not yet current anywhere.
   * @example
   * ```ts
   * const first = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
   * const second = RunContext.createRetry(first);
   * console.log(second.attempt, second.retryOfRunId === first.runId); // 2 true
   * ```
   */
  static createRetry(previous: RunContext): RunContext {
    return RunContext.create({
      ...previous,
      runId: undefined,
      attempt: undefined,
      retryOfRunId: undefined,
      deadline: undefined,
      retryOf: previous,
    });
  }

  /**
   * Reads a run back from baggage, as a service of the same system wrote it.
   *
   * @param record - Baggage keys and values; other entries are ignored, values are bounded.
   * @returns The run; undefined where the run id or the workflow is absent or empty. Never throws.
   * @example
   * ```ts
   * const run = RunContext.fromBaggage({ 'botanu.run_id': 'r-1', 'botanu.workflow': 'Support' });
   * console.log(run?.workflow, run?.environment); // Support unknown
   * ```
   */
  static fromBaggage(record: Readonly<Record<string, unknown>>): RunContext | undefined {
    return RunContext.read((key) => record[key]);
  }

  /** @internal {@link RunContext.fromBaggage}, from whatever finds a value by its key. */
  static read(lookUp: (key: string) => unknown): RunContext | undefined {
    const init = readInit(lookUp);
    return init && new RunContext(init, UNKNOWN);
  }

  /** @internal {@link RunContext.create}, with the environment as it was at the first run. */
  static createFast(init: RunContextInit): RunContext {
    return new RunContext(init, deploymentEnvironment());
  }

  /**
   * The baggage entries that carry this run to other services.
   *
   * @returns A new record; keys without a value are left out.
   * @example
   * ```ts
   * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
   * console.log(run.toBaggage()['botanu.event_id']); // order-7
   * ```
   */
  toBaggage(): Record<string, string> {
    return recordFromRun(this);
  }

  /**
   * The attributes of the run span, as far as they are known now.
   *
   * @returns A new record; keys without a value are left out.
   * @example
   * ```ts
   * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
   * console.log(run.toSpanAttributes()['botanu.workflow']); // Fulfilment
   * ```
   */
  toSpanAttributes(): Attributes {
    return runSpanAttributes(this);
  }

  /**
   * Captures what this run works on, a question or a document, if the run's content is captured at all: see
   * `contentCaptureRate` of `enable()`. The wrapper form of `event()` captures its arguments by itself. It never
   * throws, and never keeps the value.
   *
   * @param value - A text, or anything that can be serialised: scrubbed, and cut, before it is kept.
   * @example
   * ```ts
   * await event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, async (run) => {
   *   run.recordInput(ticket.text);
   *   return agent.answer(ticket, []);
   * });
   * ```
   */
  recordInput(value: unknown): void {
    captureOf(this, ATTR_BOTANU_EVAL_INPUT_CONTENT)?.(value);
  }
}

/** The deadline that a run is given, by itself or as a timeout; one that is no time is warned about. */
function deadlineFrom({ deadline, timeoutMs }: RunContextInit): number | undefined {
  if (deadline === undefined && timeoutMs === undefined) {
    return undefined;
  }
  const valid = saneDeadline(deadline ?? (Number(timeoutMs) > 0 && Date.now() + (timeoutMs as number)));
  if (valid === undefined) {
    warnOnce(
      'BOTANU_INVALID_ARGUMENT',
      'timeoutMs is no positive number: the run has no deadline.',
      'deadline',
    );
  }
  return valid;
}
