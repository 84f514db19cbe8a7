/** One tracer that an application may have, and how it is run. */
export interface Host {
  /** Its folder in `hosts`. */
  readonly folder: string;
  /** What the table calls it. */
  readonly title: string;
  readonly main: 'main.cjs' | 'main.mjs';
  /** A version of Node to run it under; undefined for this one. */
  readonly nodeVersion?: string;
  /** The mode that `enable()` has to choose. */
  readonly mode: 'attach' | 'parallel' | 'standalone';
  /**
   * Where a tracer registers nothing with OpenTelemetry, nobody can tell that it will come: it has to be there first,
   * as its own documentation says.
   */
  readonly comesFirst?: 'always';
  /** For the host's own program: which of its set-ups. */
  readonly variant?: string;
  /** How often its program does all that it does. @defaultValue 20 */
  readonly rounds?: number;
  /** By what spans are told to be the same ones. @defaultValue `ids` */
  readonly comparedBy?: 'ids' | 'structure';
  /** Packages whose random numbers are seeded, as a pattern; an OpenTelemetry SDK has an option for its ids. */
  readonly seededPackages?: string;
  /** Whether it sends its spans to Datadog's agent. */
  readonly hasAgent?: boolean;
  /** Variables that the host reads. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The samplers that every OpenTelemetry SDK is run with: see `programs/samplers.cjs`. */
export const SAMPLERS = ['always_on', 'always_off', '0.01', '0.1', '0.5', 'parent_based', 'custom', 'throws'];

/** The lines of the OpenTelemetry SDK, each with every sampler. */
export const OPENTELEMETRY_HOSTS: readonly Host[] = [
  { folder: 'opentelemetry-1.30', title: 'OpenTelemetry 1.30', main: 'main.cjs', mode: 'attach' },
  { folder: 'opentelemetry-2.0', title: 'OpenTelemetry 2.0.1', main: 'main.cjs', mode: 'attach' },
  { folder: 'opentelemetry-2.12', title: 'OpenTelemetry 2.12', main: 'main.cjs', mode: 'attach' },
  {
    folder: 'opentelemetry-sdk-node',
    title: 'OpenTelemetry 2.12, NodeSDK',
    main: 'main.cjs',
    mode: 'attach',
  },
  {
    folder: 'opentelemetry-3.1',
    title: 'OpenTelemetry 3.1',
    main: 'main.mjs',
    nodeVersion: '22.23.3',
    mode: 'attach',
  },
];

const SENTRY = { main: 'main.cjs', seededPackages: '@sentry', rounds: 40 } as const;

const DATADOG = {
  folder: 'datadog',
  main: 'main.cjs',
  mode: 'parallel',
  seededPackages: 'dd-trace',
  // It draws the randomness of thousands of ids at a time: what it traces more moves all that come later.
  comparedBy: 'structure',
  hasAgent: true,
} as const;

/** Everything else that an application may have, with the sampling that its own documentation shows. */
export const OTHER_HOSTS: readonly Host[] = [
  { folder: 'vercel', title: '@vercel/otel 2.1', main: 'main.mjs', mode: 'attach' },
  { folder: 'langfuse', title: 'Langfuse 5, processor on 2.12', main: 'main.cjs', mode: 'attach' },
  { folder: 'traceloop', title: 'Traceloop 0.27, processor on 2.12', main: 'main.cjs', mode: 'attach' },
  {
    ...SENTRY,
    folder: 'sentry-10',
    title: '@sentry/node 10, OpenTelemetry SDK inside',
    mode: 'attach',
    variant: 'OpenTelemetry SDK inside',
    seededPackages: '@sentry|@opentelemetry',
  },
  { ...SENTRY, folder: 'sentry-10', title: '@sentry/node 10.78', mode: 'parallel' },
  { ...SENTRY, folder: 'sentry-11', title: '@sentry/node 11', mode: 'parallel', comesFirst: 'always' },
  {
    ...SENTRY,
    folder: 'sentry-11',
    title: '@sentry/node 11, OpenTelemetry set-up',
    mode: 'parallel',
    variant: 'OpenTelemetry set-up',
  },
  { ...DATADOG, title: 'dd-trace 5', comesFirst: 'always' },
  { ...DATADOG, title: 'dd-trace 5, own provider', variant: 'own provider' },
  {
    ...DATADOG,
    title: 'dd-trace 5, DD_TRACE_OTEL_ENABLED',
    variant: 'DD_TRACE_OTEL_ENABLED',
    environment: { DD_TRACE_OTEL_ENABLED: 'true' },
  },
];
