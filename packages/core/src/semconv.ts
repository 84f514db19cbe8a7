/**
 * Every name of the run context that leaves the process. Services in other languages and the collector
 * depend on these strings to the letter. This file imports nothing.
 *
 * @packageDocumentation
 */

/**
 * Baggage key and span attribute: the run's id, a UUIDv7 (RFC 9562), lower-case and hyphenated.
 * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
 */
export const ATTR_BOTANU_RUN_ID = 'botanu.run_id' as const;

/** Baggage key and span attribute: the workflow's name. @example `Support` */
export const ATTR_BOTANU_WORKFLOW = 'botanu.workflow' as const;

/**
 * Baggage key and span attribute: the business event's id, by which cost is joined to outcomes.
 * @example `ticket-42`
 */
export const ATTR_BOTANU_EVENT_ID = 'botanu.event_id' as const;

/** Baggage key and span attribute: the customer served. @example `acme` */
export const ATTR_BOTANU_CUSTOMER_ID = 'botanu.customer_id' as const;

/** Baggage key and span attribute: the deployment environment. @example `production` */
export const ATTR_BOTANU_ENVIRONMENT = 'botanu.environment' as const;

/** Baggage key and span attribute, when set: the tenant. @example `acme-emea` */
export const ATTR_BOTANU_TENANT_ID = 'botanu.tenant_id' as const;

/**
 * Baggage key and span attribute, when the run was opened inside another run: that run's id.
 * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
 */
export const ATTR_BOTANU_PARENT_RUN_ID = 'botanu.parent_run_id' as const;

/** Baggage key and span attribute inside a step: the step's name. @example `retrieval` */
export const ATTR_BOTANU_STEP = 'botanu.step' as const;

/**
 * Baggage key, and attribute of the run span, when it differs from the run id: the first attempt's run id.
 * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
 */
export const ATTR_BOTANU_ROOT_RUN_ID = 'botanu.root_run_id' as const;

/**
 * Baggage key (when above 1), and attribute of the run span: which attempt this run is, from 1.
 * @example `2`
 */
export const ATTR_BOTANU_ATTEMPT = 'botanu.attempt' as const;

/**
 * Baggage key, and attribute of the run span, when the run is a retry: the previous attempt's run id.
 * @example `0192f3c1-7a4b-7000-8d2e-5b6f7a8c9d0e`
 */
export const ATTR_BOTANU_RETRY_OF_RUN_ID = 'botanu.retry_of_run_id' as const;

/**
 * Baggage key, when set: until when the run may take, in epoch milliseconds, a truncated decimal integer.
 * @example `1795245127007`
 */
export const BAGGAGE_BOTANU_DEADLINE = 'botanu.deadline' as const;

/** Baggage key, when the run was cancelled: `true`. @example `true` */
export const BAGGAGE_BOTANU_CANCELLED = 'botanu.cancelled' as const;

/** The prefix of every baggage entry that is ours. @example `botanu.run_id` */
export const BAGGAGE_BOTANU_PREFIX = 'botanu.' as const;

/** Baggage key: the signature over our other entries but the step. @example `v1.3f9a01bc.1767225600.qY…` */
export const BAGGAGE_BOTANU_SIGNATURE = 'botanu.sig' as const;

/**
 * Header of requests, read where the baggage has no run, and of responses: the run's id.
 *
 * @example `01912f4e-7b3a-7c1d-9e2f-0123456789ab`
 */
export const HEADER_BOTANU_RUN_ID = 'x-botanu-run-id' as const;

/** Header of requests, read where the baggage has no run, and of responses: the workflow's name. @example `Support` */
export const HEADER_BOTANU_WORKFLOW = 'x-botanu-workflow' as const;

/** Header of requests, read where the baggage has no run: the customer served. @example `acme` */
export const HEADER_BOTANU_CUSTOMER_ID = 'x-botanu-customer-id' as const;

/**
 * Attribute of a request's span (OpenTelemetry HTTP conventions): the method; `_OTHER` where it is none of the known.
 *
 * @example `POST`
 */
export const ATTR_HTTP_REQUEST_METHOD = 'http.request.method' as const;

/** Attribute of a request's span (OpenTelemetry HTTP conventions): the matched template. @example `/tickets/:id` */
export const ATTR_HTTP_ROUTE = 'http.route' as const;

/**
 * Attribute of a run whose attribution is incomplete: the keys missing or dropped, comma-separated.
 * @example `botanu.event_id,botanu.customer_id`
 */
export const ATTR_BOTANU_ATTRIBUTION_ERROR = 'botanu.attribution_error' as const;

/** Attribute of the run span: when the run began, ISO 8601 in UTC. @example `2026-11-21T09:10:25.007Z` */
export const ATTR_BOTANU_RUN_START_TIME = 'botanu.run.start_time' as const;

/** Attribute of the run span: how long the run took, in milliseconds. @example `1240` */
export const ATTR_BOTANU_RUN_DURATION_MS = 'botanu.run.duration_ms' as const;

/**
 * Attribute of the run span: until when the run may take, in epoch seconds, a float.
 * @example `1795245127.007`
 */
export const ATTR_BOTANU_RUN_DEADLINE_TS = 'botanu.run.deadline_ts' as const;

/** Attribute of the run span: true when the run was cancelled. @example `true` */
export const ATTR_BOTANU_RUN_CANCELLED = 'botanu.run.cancelled' as const;

/**
 * Attribute of the run span: when the run was cancelled, in epoch seconds, a float.
 * @example `1795245098.5`
 */
export const ATTR_BOTANU_RUN_CANCELLED_AT = 'botanu.run.cancelled_at' as const;

/** Attribute of the run span: the version of the workflow's code. @example `v:3f2a9c41d07b` */
export const ATTR_BOTANU_WORKFLOW_VERSION = 'botanu.workflow.version' as const;

/** Attribute of the run span: a short code of why it ended so. @example `no_citations` */
export const ATTR_BOTANU_OUTCOME_REASON_CODE = 'botanu.outcome.reason_code' as const;

/** Attribute of the run span: the class of the error that ended the run. @example `TimeoutError` */
export const ATTR_BOTANU_OUTCOME_ERROR_CLASS = 'botanu.outcome.error_class' as const;

/** Attribute: a free-form label of the business value. @example `tickets_resolved` */
export const ATTR_BOTANU_OUTCOME_VALUE_TYPE = 'botanu.outcome.value_type' as const;

/** Attribute: how much of that value. @example `1` */
export const ATTR_BOTANU_OUTCOME_VALUE_AMOUNT = 'botanu.outcome.value_amount' as const;

/** Attribute: how sure the application is of the outcome, from 0 to 1. @example `0.92` */
export const ATTR_BOTANU_OUTCOME_CONFIDENCE = 'botanu.outcome.confidence' as const;

/** Attribute: free-form diagnostic text on the outcome. @example `answered from the knowledge base` */
export const ATTR_BOTANU_OUTCOME_REASON = 'botanu.outcome.reason' as const;

/** Attribute: the application's classification of an error. @example `TimeoutError` */
export const ATTR_BOTANU_OUTCOME_ERROR_TYPE = 'botanu.outcome.error_type' as const;

/**
 * Prefix of attributes: the application's own facts on the outcome.
 * @example `botanu.outcome.metadata.batch`
 */
export const ATTR_BOTANU_OUTCOME_METADATA_PREFIX = 'botanu.outcome.metadata.' as const;

/** Attribute of the current span: the team that bears the cost. @example `support-emea` */
export const ATTR_BOTANU_TEAM = 'botanu.team' as const;

/** Attribute of the current span: the cost centre. @example `CC-104` */
export const ATTR_BOTANU_COST_CENTER = 'botanu.cost_center' as const;

/** Attribute of the current span: the region. @example `eu-west-1` */
export const ATTR_BOTANU_REGION = 'botanu.region' as const;

/**
 * Prefix of attributes: ids of the same transaction in systems of record.
 * @example `botanu.correlation.zendesk_ticket_id`
 */
export const ATTR_BOTANU_CORRELATION_PREFIX = 'botanu.correlation.' as const;

/** Prefix of the name of a run span; the workflow follows. @example `botanu.run/Support` */
export const SPAN_NAME_RUN_PREFIX = 'botanu.run/' as const;

/** Prefix of the name of a step span; the step's name follows. @example `botanu.step/retrieval` */
export const SPAN_NAME_STEP_PREFIX = 'botanu.step/' as const;

/**
 * Span event: a run began. Attributes: `run_id`, `workflow`.
 * @example `{ run_id: '…', workflow: 'Support' }`
 */
export const EVENT_BOTANU_RUN_STARTED = 'botanu.run.started' as const;

/**
 * Span event: a run ended. Attributes: `run_id`, `workflow`, `status`, `duration_ms`, and of an outcome.
 * @example `{ run_id: '…', workflow: 'Support', status: 'success', duration_ms: 1240 }`
 */
export const EVENT_BOTANU_RUN_COMPLETED = 'botanu.run.completed' as const;

/**
 * Span event: the application said something about the outcome.
 * @example `{ value_type: 'tickets_resolved', value_amount: 1 }`
 */
export const EVENT_BOTANU_OUTCOME_EMITTED = 'botanu.outcome_emitted' as const;

/** Attribute of OpenTelemetry: the class of the error that a call failed with. */
export const ATTR_ERROR_TYPE = 'error.type' as const;

/** Attribute: captured content, what was asked. */
export const ATTR_BOTANU_EVAL_INPUT_CONTENT = 'botanu.eval.input_content' as const;

/** Attribute: captured content, what was answered. */
export const ATTR_BOTANU_EVAL_OUTPUT_CONTENT = 'botanu.eval.output_content' as const;

/** Attribute: captured content, what was retrieved for it. */
export const ATTR_BOTANU_EVAL_RETRIEVAL_CONTENT = 'botanu.eval.retrieval_content' as const;

/** Attribute: whose cloud a resource is of. @example `aws` */
export const ATTR_BOTANU_CLOUD_PROVIDER = 'botanu.cloud_provider' as const;

/** Attribute: the bytes that a call moved, sent and received. */
export const ATTR_BOTANU_BYTES_TRANSFERRED = 'botanu.bytes_transferred' as const;

/** Attribute: who is paid for a call: a provider of models, a kind of database, of storage or of queue. */
export const ATTR_BOTANU_VENDOR = 'botanu.vendor' as const;
