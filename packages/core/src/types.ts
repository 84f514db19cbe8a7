import type { SpanKind } from '@opentelemetry/api';
import type { RunContext } from './run-context';

/**
 * What can identify an event, a customer or a tenant. Numbers and bigints become decimal text. `undefined`,
 * `null` and `''` say that this run has none: it goes on, marked as incompletely attributed.
 */
export type Identifier = string | number | bigint | null | undefined;

/** What `event()` needs to know about a run. */
export interface EventOptions {
  /**
   * The business event's id: the key by which cost is joined to outcomes. Several runs, also retries, may
   * share it. @example `ticket.id`
   */
  readonly eventId: Identifier;
  /** The customer served. @example `ticket.customerId` */
  readonly customerId: Identifier;
  /** The workflow's name, of low cardinality. @example `Support` */
  readonly workflow: Identifier;
  /**
   * The deployment environment.
   * @defaultValue `BOTANU_ENVIRONMENT`, `OTEL_DEPLOYMENT_ENVIRONMENT` or `DEPLOYMENT_ENVIRONMENT`, else `production`
   */
  readonly environment?: string | undefined;
  /** The tenant, in an application of many tenants. */
  readonly tenantId?: Identifier;
  /** The version of the workflow's code. @example `2026-11-21` */
  readonly workflowVersion?: string | undefined;
  /**
   * The run that this one tries again: the attempt is counted up, and both runs share their root run id.
   */
  readonly retryOf?: RunContext | undefined;
  /**
   * The kind of the run span.
   * @defaultValue `SpanKind.SERVER`
   */
  readonly spanKind?: SpanKind | undefined;
}

/** What `emitOutcome()` takes: all of it optional, all of it diagnostic. */
export interface OutcomeFields {
  /** A free-form label of the business value. @example `tickets_resolved` */
  readonly valueType?: string | undefined;
  /** How much of that value. */
  readonly valueAmount?: number | undefined;
  /** How sure the application is, from 0 to 1. */
  readonly confidence?: number | undefined;
  /** Free-form diagnostic text. Do not put content or personal data here: it leaves the process. */
  readonly reason?: string | undefined;
  /** The application's classification of an error. @example `TimeoutError` */
  readonly errorType?: string | undefined;
  /** The application's own facts: strings, numbers and booleans as they are, anything else as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}
