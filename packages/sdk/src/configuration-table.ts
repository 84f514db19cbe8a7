import type { AsyncDetector, Detector } from '@botanu/pii';
import * as special from './special-kinds';
import {
  choice,
  flag,
  headers,
  httpUrl,
  ratio,
  secretText,
  shortName,
  text,
  type ValueKind,
  wholeNumber,
} from './value-kinds';

/** An environment variable, and how it is read where that is not how the option is read. */
export type Variable<Value> = string | { readonly name: string; readonly kind: ValueKind<Value> };

/** One setting. */
export interface Row<Value> {
  /** What it may be. */
  readonly kind: ValueKind<Value>;
  /** Environment variables: the first that is set decides. Some are read otherwise than the option. */
  readonly variables?: readonly Variable<Value>[];
  /** Whether everything counts that is set, name by name: the option most, the last variable more than the first. */
  readonly isMerged?: boolean;
  /** Its key in a file; without one it is not for files. */
  readonly yaml?: string;
  /** Whether a file may only say which variable holds it. */
  readonly isReferenceInFiles?: boolean;
  /** What it is where nobody says anything; without one, it is not set. */
  readonly defaultValue?: NoInfer<Value>;
  /** The default in words, where it is not simply that value. */
  readonly defaultText?: string;
  /** What it does: one or more sentences. */
  readonly description: string;
}

const row = <Value>(definition: Row<Value>): Row<Value> => definition;

const DEFAULT_QUEUE_SIZE = 65_536;

/**
 * Every setting, by the name of its option; `pii.enabled` is `pii: { enabled }`. The parser, the types in
 * `botanu-config.ts`, the JSON schema and `docs/configuration.md` all come from here.
 */
const TABLE = {
  serviceName: row({
    kind: text(),
    variables: ['BOTANU_SERVICE_NAME', 'OTEL_SERVICE_NAME'],
    yaml: 'service.name',
    defaultText: '`unknown_service`, or what an existing provider calls it',
    description: "The service's name in every span.",
  }),
  serviceVersion: row({
    kind: text(),
    variables: ['OTEL_SERVICE_VERSION'],
    yaml: 'service.version',
    description: 'Its version.',
  }),
  serviceNamespace: row({
    kind: text(),
    variables: ['OTEL_SERVICE_NAMESPACE'],
    yaml: 'service.namespace',
    description: 'What sets it apart from services of the same name.',
  }),
  environment: row({
    kind: shortName(),
    variables: ['BOTANU_ENVIRONMENT', 'OTEL_DEPLOYMENT_ENVIRONMENT', 'DEPLOYMENT_ENVIRONMENT'],
    yaml: 'service.environment',
    defaultValue: 'production',
    description: 'The deployment environment of runs.',
  }),
  apiKey: row({
    kind: secretText(),
    variables: ['BOTANU_API_KEY'],
    yaml: 'api_key',
    isReferenceInFiles: true,
    description:
      'Your key of botanu. It is sent as `Authorization: Bearer` to `botanu.ai` and its subdomains over https, and to this ' +
      `machine; to nobody else. In a file, only as \`\${VAR}\`.`,
  }),
  otlpEndpoint: row({
    kind: httpUrl(),
    variables: [
      'BOTANU_COLLECTOR_ENDPOINT',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    yaml: 'otlp.endpoint',
    defaultText: '`https://ingest.botanu.ai:4318` with an API key, else `http://localhost:4318`',
    description:
      'Where spans are sent, by OTLP over HTTP (protobuf): an http or https URL, which gets `/v1/traces` unless it ends so. ' +
      '`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is used as it is.',
  }),
  otlpHeaders: row({
    kind: headers(),
    variables: ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
    isMerged: true,
    yaml: 'otlp.headers',
    description:
      'Headers of every export request. The variables are read only together with an endpoint from an `OTEL_` variable: ' +
      'they may hold a key that belongs there and nowhere else. What several of them, the file and code say is merged.',
  }),
  tracesExporter: row({
    kind: choice(['otlp', 'console', 'none']),
    variables: ['OTEL_TRACES_EXPORTER'],
    yaml: 'export.exporter',
    defaultValue: 'otlp',
    description: 'What exports: OTLP, the console for looking at spans, or nothing.',
  }),
  maxQueueSize: row({
    kind: wholeNumber(1),
    variables: ['BOTANU_MAX_QUEUE_SIZE'],
    yaml: 'export.queue_size',
    defaultValue: DEFAULT_QUEUE_SIZE,
    description:
      'How many ended spans may wait in memory. One more goes to the spool, or is lost and counted.',
  }),
  maxExportBatchSize: row({
    kind: wholeNumber(1),
    variables: ['BOTANU_MAX_EXPORT_BATCH_SIZE'],
    yaml: 'export.batch_size',
    defaultValue: 512,
    description:
      'As soon as so many spans wait, they are sent. A request that is behind takes up to four times as many.',
  }),
  scheduleDelayMs: row({
    kind: wholeNumber(1),
    variables: ['BOTANU_SCHEDULE_DELAY_MILLIS'],
    yaml: 'export.delay_ms',
    defaultValue: 5000,
    description: 'How long a span waits at most before it is sent, in milliseconds.',
  }),
  exportTimeoutMs: row({
    kind: wholeNumber(1),
    variables: [
      'BOTANU_EXPORT_TIMEOUT_MILLIS',
      'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
      'OTEL_EXPORTER_OTLP_TIMEOUT',
    ],
    yaml: 'export.export_timeout_ms',
    defaultValue: 30_000,
    description: 'How long one request may take, in milliseconds.',
  }),
  shutdownTimeoutMs: row({
    kind: wholeNumber(1),
    variables: ['BOTANU_SHUTDOWN_TIMEOUT_MILLIS'],
    yaml: 'export.shutdown_timeout_ms',
    defaultValue: 5000,
    description:
      'How long `disable()`, a signal or the end of a script waits for the collector, in milliseconds.',
  }),
  'spool.dir': row({
    kind: text(),
    variables: ['BOTANU_SPOOL_DIR'],
    yaml: 'export.spool.dir',
    description:
      'A folder on a local disk for spans that cannot be delivered now. Without it, an outage that is longer than the queue ' +
      'loses spans.',
  }),
  'spool.maxBytes': row({
    kind: wholeNumber(DEFAULT_QUEUE_SIZE, Number.MAX_SAFE_INTEGER),
    variables: ['BOTANU_SPOOL_MAX_BYTES'],
    yaml: 'export.spool.max_bytes',
    defaultText: '67108864',
    description: 'How many bytes they may take there.',
  }),
  contentCaptureRate: row({
    kind: ratio(),
    variables: ['BOTANU_CONTENT_CAPTURE_RATE'],
    yaml: 'eval.content_capture_rate',
    defaultValue: 0,
    description: 'The share of events whose prompts and answers are captured, from 0 (nothing) to 1.',
  }),
  contentMaxChars: row({
    kind: wholeNumber(1),
    variables: ['BOTANU_CONTENT_MAX_CHARS'],
    yaml: 'eval.content_max_chars',
    defaultValue: 4096,
    description: 'The most that is kept of one piece of content, in UTF-16 code units.',
  }),
  scrubber: row({
    kind: choice(['none']),
    defaultText: 'what `pii` says',
    description: "`'none'` says that content is captured without any scrubbing. In code only.",
  }),
  'pii.enabled': row({
    kind: flag(),
    variables: ['BOTANU_PII_SCRUB_ENABLED'],
    yaml: 'eval.pii.enabled',
    defaultValue: true,
    description:
      "Whether secrets and personal data are taken out of content. Without, content can only be captured with `scrubber: 'none'`.",
  }),
  'pii.disablePatterns': row({
    kind: special.patternNames(),
    variables: ['BOTANU_PII_DISABLE_PATTERNS'],
    yaml: 'eval.pii.disable_patterns',
    description: 'Patterns that are not looked for.',
  }),
  'pii.customPatterns': row({
    kind: special.customPatterns(),
    yaml: 'eval.pii.custom_patterns',
    description:
      'Patterns of your own: a name, and a regular expression. In a file, `pattern` is its source and `flags` are its flags.',
  }),
  'pii.detectors': row({
    kind: special.object<readonly (Detector | AsyncDetector)[]>(
      'readonly (AsyncDetector | Detector)[]',
      'a list of detectors',
      Array.isArray,
    ),
    description:
      'Detectors for what patterns cannot find, names of persons for example. Asynchronous ones, such as `presidioDetector` of ' +
      '`@botanu/pii-nlp`, are asked about content alone, right before it is exported: a span with content waits for them at most ' +
      'ten seconds, and is then exported without it. In code only.',
  }),
  'pii.useNlp': row({
    kind: flag(),
    variables: ['BOTANU_PII_USE_NLP'],
    yaml: 'eval.pii.use_nlp',
    defaultValue: false,
    description:
      'Whether names of persons, places and organisations, addresses and medical terms are looked for as well, in English ' +
      'text, with `@botanu/pii-nlp`, which has to be installed.',
  }),
  'pii.replacement': row({
    kind: special.replacement(),
    variables: ['BOTANU_PII_REPLACEMENT'],
    yaml: 'eval.pii.replacement',
    defaultValue: '[REDACTED]',
    description: 'What stands in the place of a finding.',
  }),
  autoDetectResources: row({
    kind: flag(),
    variables: ['BOTANU_AUTO_DETECT_RESOURCES'],
    yaml: 'resource.auto_detect',
    defaultValue: true,
    description:
      'Whether container, host, process and cloud are described by the detectors that are installed.',
  }),
  inferResourceCost: row({
    kind: flag(),
    variables: ['BOTANU_AUTO_INSTRUMENT_RESOURCES'],
    yaml: 'resource.infer_cost',
    defaultValue: true,
    description: 'Whether calls of databases, storage and queues get what their cost is inferred from.',
  }),
  instrumentations: row({
    kind: special.instrumentations(),
    variables: [
      { name: 'BOTANU_AUTO_INSTRUMENTATION', kind: special.switchOff() },
      'BOTANU_AUTO_INSTRUMENT_PACKAGES',
    ],
    yaml: 'auto_instrument_packages',
    defaultText: 'all that are installed; in an existing pipeline none',
    description:
      'The libraries that are instrumented, by the name of their package, and instrumentations of your own; `false` ' +
      'instruments nothing. `BOTANU_AUTO_INSTRUMENTATION` is `true` or `false`, `BOTANU_AUTO_INSTRUMENT_PACKAGES` a list.',
  }),
  metrics: row({
    kind: flag(),
    variables: ['BOTANU_METRICS_ENABLED'],
    yaml: 'metrics.enabled',
    defaultValue: false,
    description:
      'Whether there is a MeterProvider of ours. Otherwise the global one is used, if there is one.',
  }),
  mode: row({
    kind: choice(['auto', 'standalone', 'attach', 'parallel'], 'Mode'),
    variables: ['BOTANU_MODE'],
    yaml: 'mode',
    defaultValue: 'auto',
    description:
      'How to stand to the tracing that is there already. `auto`: whatever suits. `attach`: join the provider that is there; ' +
      'its processors, sampler and exporters see what they saw before. `parallel`: record beside whatever is there, and ' +
      'never become the global provider. `standalone`: be the global provider.',
  }),
  exportScope: row({
    kind: choice(['all', 'runs'], 'ExportScope'),
    variables: ['BOTANU_EXPORT_SCOPE'],
    yaml: 'export.scope',
    defaultValue: 'all',
    description: 'Which spans are recorded and exported: all of the process, or only those inside a run.',
  }),
  enrichExisting: row({
    kind: flag(),
    variables: ['BOTANU_ENRICH_EXISTING'],
    yaml: 'export.enrich_existing',
    defaultValue: true,
    description:
      'Whether the exporters of an existing provider see the run context on the spans that they export anyway.',
  }),
  trustInbound: row({
    kind: special.trust(),
    variables: ['BOTANU_TRUST_INBOUND'],
    yaml: 'propagation.trust_inbound',
    defaultValue: true,
    description:
      "Whose run context is believed: `true` everybody's, `false` nobody's, `'signed'` what carries a valid signature, or, in " +
      'code, a function of the headers. What is not believed is dropped as it arrives; the trace goes on.',
  }),
  contextKeys: row({
    kind: special.contextKeys(),
    variables: ['BOTANU_CONTEXT_KEY'],
    yaml: 'propagation.context_keys',
    isReferenceInFiles: true,
    defaultText: 'none: nothing is signed',
    description:
      'Keys by which run context is signed as it leaves, and by which signatures are checked, the current one first: at ' +
      `least 32 characters each. In a file, only as \`\${VAR}\`.`,
  }),
  propagationTargets: row({
    kind: special.targets(),
    variables: ['BOTANU_PROPAGATION_TARGETS'],
    yaml: 'propagation.targets',
    defaultValue: [],
    description:
      'Who is told which run a call belongs to, beside this machine, private addresses, and names that are not public: host ' +
      'names and patterns such as `*.example.com`; in code also regular expressions, or a function of the host name that ' +
      'decides alone. Model providers are never told, unless they are named without a pattern.',
  }),
  logLevel: row({
    kind: choice(['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all']),
    variables: ['BOTANU_LOG_LEVEL', 'OTEL_LOG_LEVEL'],
    yaml: 'log_level',
    defaultValue: 'info',
    description: 'What is written to the standard error stream where the application has no `diag` logger.',
  }),
};

/** The name of an option. */
export type OptionName = keyof typeof TABLE;

type ValueOf<R> = R extends Row<infer Value> ? Value : never;

/** What every setting is, where it is set. */
export type ConfigurationValues = {
  readonly [Name in OptionName]: ValueOf<(typeof TABLE)[Name]> | undefined;
};

/** All names, in the order of the table. */
export const OPTION_NAMES = Object.keys(TABLE) as OptionName[];

/** What a variable is called. */
export function nameOfVariable(variable: Variable<unknown>): string {
  return typeof variable === 'string' ? variable : variable.name;
}

/**
 * A row by its name.
 *
 * @param name - Of an option.
 */
export function rowOf(name: OptionName): Row<unknown> {
  return TABLE[name] as Row<unknown>;
}
