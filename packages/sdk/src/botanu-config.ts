// Generated from configuration-table.ts: UPDATE_DOCS=1 npm run jest -- packages/sdk/test/generated-files
import type { SpoolOptions } from '@botanu/delivery';
import type { ScrubberOptions } from '@botanu/pii';
import type { TrustInbound } from './inbound-trust-propagator';
import type { PropagationTargets } from './propagation-targets';
import type { Instrumentations } from './special-kinds';

/** How `enable()` is to stand to the tracing that it finds. */
export type Mode = 'auto' | 'standalone' | 'attach' | 'parallel';

/** Which spans are recorded and exported. */
export type ExportScope = 'all' | 'runs';

/** What is written where the application has no `diag` logger. */
export type LogLevel = 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose' | 'all';

/** What is taken out of content, of outcome reasons and of metadata. */
export interface PiiOptions {
  /**
   * Whether secrets and personal data are taken out of content. Without, content can only be captured with
   * `scrubber: 'none'`.
   * @defaultValue `BOTANU_PII_SCRUB_ENABLED`, else `true`
   */
  readonly enabled?: boolean | undefined;
  /**
   * Patterns that are not looked for.
   * @defaultValue `BOTANU_PII_DISABLE_PATTERNS`, else none
   */
  readonly disablePatterns?: ScrubberOptions['disablePatterns'] | undefined;
  /**
   * Patterns of your own: a name, and a regular expression. In a file, `pattern` is its source and `flags`
   * are its flags.
   * @defaultValue none
   */
  readonly customPatterns?: ScrubberOptions['customPatterns'] | undefined;
  /**
   * Detectors for what patterns cannot find, names of persons for example. In code only.
   * @defaultValue none
   */
  readonly detectors?: ScrubberOptions['detectors'] | undefined;
  /**
   * Whether names of persons, places and organisations, addresses and medical terms are looked for as well,
   * in English text, with `@botanu/pii-nlp`, which has to be installed.
   * @defaultValue `BOTANU_PII_USE_NLP`, else `false`
   */
  readonly useNlp?: boolean | undefined;
  /**
   * What stands in the place of a finding.
   * @defaultValue `BOTANU_PII_REPLACEMENT`, else `[REDACTED]`
   */
  readonly replacement?: ScrubberOptions['replacement'] | undefined;
}

/** Every setting that has an option. */
export interface BotanuConfig {
  /**
   * The service's name in every span.
   * @defaultValue `BOTANU_SERVICE_NAME`, else `OTEL_SERVICE_NAME`, else `unknown_service`, or what an
   * existing provider calls it
   */
  readonly serviceName?: string | undefined;
  /**
   * Its version.
   * @defaultValue `OTEL_SERVICE_VERSION`, else none
   */
  readonly serviceVersion?: string | undefined;
  /**
   * What sets it apart from services of the same name.
   * @defaultValue `OTEL_SERVICE_NAMESPACE`, else none
   */
  readonly serviceNamespace?: string | undefined;
  /**
   * The deployment environment of runs.
   * @defaultValue `BOTANU_ENVIRONMENT`, else `OTEL_DEPLOYMENT_ENVIRONMENT`, else `DEPLOYMENT_ENVIRONMENT`,
   * else `production`
   */
  readonly environment?: string | undefined;
  /**
   * Your key of botanu. It is sent as `Authorization: Bearer` to `botanu.ai` and its subdomains over https,
   * and to this machine; to nobody else. In a file, only as `${VAR}`.
   * @defaultValue `BOTANU_API_KEY`, else none
   */
  readonly apiKey?: string | undefined;
  /**
   * Where spans are sent, by OTLP over HTTP (protobuf): an http or https URL, which gets `/v1/traces` unless
   * it ends so. `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is used as it is.
   * @defaultValue `BOTANU_COLLECTOR_ENDPOINT`, else `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, else
   * `OTEL_EXPORTER_OTLP_ENDPOINT`, else `https://ingest.botanu.ai:4318` with an API key, else
   * `http://localhost:4318`
   */
  readonly otlpEndpoint?: string | undefined;
  /**
   * Headers of every export request. The variables are read only together with an endpoint from an `OTEL_`
   * variable: they may hold a key that belongs there and nowhere else. What several of them, the file and
   * code say is merged.
   * @defaultValue `OTEL_EXPORTER_OTLP_HEADERS`, else `OTEL_EXPORTER_OTLP_TRACES_HEADERS`, else none
   */
  readonly otlpHeaders?: Readonly<Record<string, string>> | undefined;
  /**
   * What exports: OTLP, the console for looking at spans, or nothing.
   * @defaultValue `OTEL_TRACES_EXPORTER`, else `otlp`
   */
  readonly tracesExporter?: 'otlp' | 'console' | 'none' | undefined;
  /**
   * How many ended spans may wait in memory. One more goes to the spool, or is lost and counted.
   * @defaultValue `BOTANU_MAX_QUEUE_SIZE`, else `65536`
   */
  readonly maxQueueSize?: number | undefined;
  /**
   * As soon as so many spans wait, they are sent. A request that is behind takes up to four times as many.
   * @defaultValue `BOTANU_MAX_EXPORT_BATCH_SIZE`, else `512`
   */
  readonly maxExportBatchSize?: number | undefined;
  /**
   * How long a span waits at most before it is sent, in milliseconds.
   * @defaultValue `BOTANU_SCHEDULE_DELAY_MILLIS`, else `5000`
   */
  readonly scheduleDelayMs?: number | undefined;
  /**
   * How long one request may take, in milliseconds.
   * @defaultValue `BOTANU_EXPORT_TIMEOUT_MILLIS`, else `OTEL_EXPORTER_OTLP_TRACES_TIMEOUT`, else
   * `OTEL_EXPORTER_OTLP_TIMEOUT`, else `30000`
   */
  readonly exportTimeoutMs?: number | undefined;
  /**
   * How long `disable()`, a signal or the end of a script waits for the collector, in milliseconds.
   * @defaultValue `BOTANU_SHUTDOWN_TIMEOUT_MILLIS`, else `5000`
   */
  readonly shutdownTimeoutMs?: number | undefined;
  /** Where spans are kept that cannot be delivered now. */
  readonly spool?: SpoolOptions | undefined;
  /**
   * The share of events whose prompts and answers are captured, from 0 (nothing) to 1.
   * @defaultValue `BOTANU_CONTENT_CAPTURE_RATE`, else `0`
   */
  readonly contentCaptureRate?: number | undefined;
  /**
   * The most that is kept of one piece of content, in UTF-16 code units.
   * @defaultValue `BOTANU_CONTENT_MAX_CHARS`, else `4096`
   */
  readonly contentMaxChars?: number | undefined;
  /**
   * `'none'` says that content is captured without any scrubbing. In code only.
   * @defaultValue what `pii` says
   */
  readonly scrubber?: 'none' | undefined;
  /** What is taken out of content, of outcome reasons and of metadata. */
  readonly pii?: PiiOptions | undefined;
  /**
   * Whether container, host, process and cloud are described by the detectors that are installed.
   * @defaultValue `BOTANU_AUTO_DETECT_RESOURCES`, else `true`
   */
  readonly autoDetectResources?: boolean | undefined;
  /**
   * Whether calls of databases, storage and queues get what their cost is inferred from.
   * @defaultValue `BOTANU_AUTO_INSTRUMENT_RESOURCES`, else `true`
   */
  readonly inferResourceCost?: boolean | undefined;
  /**
   * The libraries that are instrumented, by the name of their package, and instrumentations of your own;
   * `false` instruments nothing. `BOTANU_AUTO_INSTRUMENTATION` is `true` or `false`,
   * `BOTANU_AUTO_INSTRUMENT_PACKAGES` a list.
   * @defaultValue `BOTANU_AUTO_INSTRUMENTATION`, else `BOTANU_AUTO_INSTRUMENT_PACKAGES`, else all that are
   * installed; in an existing pipeline none
   */
  readonly instrumentations?: Instrumentations | undefined;
  /**
   * Whether there is a MeterProvider of ours. Otherwise the global one is used, if there is one.
   * @defaultValue `BOTANU_METRICS_ENABLED`, else `false`
   */
  readonly metrics?: boolean | undefined;
  /**
   * How to stand to the tracing that is there already. `auto`: whatever suits. `attach`: join the provider
   * that is there; its processors, sampler and exporters see what they saw before. `parallel`: record beside
   * whatever is there, and never become the global provider. `standalone`: be the global provider.
   * @defaultValue `BOTANU_MODE`, else `auto`
   */
  readonly mode?: Mode | undefined;
  /**
   * Which spans are recorded and exported: all of the process, or only those inside a run.
   * @defaultValue `BOTANU_EXPORT_SCOPE`, else `all`
   */
  readonly exportScope?: ExportScope | undefined;
  /**
   * Whether the exporters of an existing provider see the run context on the spans that they export anyway.
   * @defaultValue `BOTANU_ENRICH_EXISTING`, else `true`
   */
  readonly enrichExisting?: boolean | undefined;
  /**
   * Whose run context is believed: `true` everybody's, `false` nobody's, `'signed'` what carries a valid
   * signature, or, in code, a function of the headers. What is not believed is dropped as it arrives; the
   * trace goes on.
   * @defaultValue `BOTANU_TRUST_INBOUND`, else `true`
   */
  readonly trustInbound?: TrustInbound | undefined;
  /**
   * Keys by which run context is signed as it leaves, and by which signatures are checked, the current one
   * first: at least 32 characters each. In a file, only as `${VAR}`.
   * @defaultValue `BOTANU_CONTEXT_KEY`, else none: nothing is signed
   */
  readonly contextKeys?: readonly string[] | undefined;
  /**
   * Who is told which run a call belongs to, beside this machine, private addresses, and names that are not
   * public: host names and patterns such as `*.example.com`; in code also regular expressions, or a function
   * of the host name that decides alone. Model providers are never told, unless they are named without a
   * pattern.
   * @defaultValue `BOTANU_PROPAGATION_TARGETS`, else none
   */
  readonly propagationTargets?: PropagationTargets | undefined;
  /**
   * What is written to the standard error stream where the application has no `diag` logger.
   * @defaultValue `BOTANU_LOG_LEVEL`, else `OTEL_LOG_LEVEL`, else `info`
   */
  readonly logLevel?: 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose' | 'all' | undefined;
}
