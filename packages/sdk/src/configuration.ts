import type { Instrumentation } from '@opentelemetry/instrumentation';

const TRACES_PATH = '/v1/traces';
const DEFAULT_OTLP_ENDPOINT = 'http://localhost:4318';
const EXPORTERS = ['otlp', 'console', 'none'] as const;

/** What `enable()` takes. Every option is optional: an option beats its environment variable. */
export interface EnableOptions {
  /**
   * The service's name in every span.
   * @defaultValue `BOTANU_SERVICE_NAME`, else `OTEL_SERVICE_NAME`, else OpenTelemetry's own default
   */
  readonly serviceName?: string | undefined;
  /**
   * The deployment environment of runs.
   * @defaultValue `BOTANU_ENVIRONMENT`, `OTEL_DEPLOYMENT_ENVIRONMENT` or `DEPLOYMENT_ENVIRONMENT`, else `production`
   */
  readonly environment?: string | undefined;
  /**
   * Where spans are sent, by OTLP over HTTP (protobuf): an http or https URL, which gets `/v1/traces` unless it
   * ends so.
   * @defaultValue `BOTANU_COLLECTOR_ENDPOINT`, `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` (used as it is) or
   * `OTEL_EXPORTER_OTLP_ENDPOINT`, else `http://localhost:4318`
   */
  readonly otlpEndpoint?: string | undefined;
  /**
   * Headers of every export request. `OTEL_EXPORTER_OTLP_HEADERS` is read only together with an endpoint from
   * an `OTEL_` variable: those headers may hold a key that belongs there and nowhere else.
   */
  readonly otlpHeaders?: Readonly<Record<string, string>> | undefined;
  /** Instrumentations beside those of `http`, `https`, `fetch` and `undici`, which are always on. */
  readonly instrumentations?: readonly Instrumentation[] | undefined;
}

/** What is switched on, resolved and valid. */
export interface Configuration {
  readonly serviceName: string | undefined;
  readonly environment: string | undefined;
  readonly exporter: (typeof EXPORTERS)[number];
  readonly tracesUrl: string;
  readonly otlpHeaders: Readonly<Record<string, string>>;
  /** Whether the `OTEL_EXPORTER_OTLP_*HEADERS` variables may go to `tracesUrl`. */
  readonly usesOtelHeaders: boolean;
  readonly instrumentations: readonly Instrumentation[];
}

/** A configuration that cannot work: the message says what is wrong, where it was set and what to write. */
export class ConfigurationError extends Error {
  /** Tells the class where `instanceof` cannot: across copies of this package. */
  override readonly name = 'ConfigurationError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves the options: an option beats its environment variable, which beats the default.
 *
 * @param options - What `enable()` was given.
 * @param environment - The process environment.
 * @returns The configuration.
 * @throws {@link ConfigurationError} where a value cannot be used.
 */
export function resolveConfiguration(options: EnableOptions, environment: Environment): Configuration {
  const endpoint = resolveEndpoint(options, environment);
  return {
    serviceName: nonEmpty(options.serviceName) ?? nonEmpty(environment.BOTANU_SERVICE_NAME),
    environment: nonEmpty(options.environment),
    exporter: resolveExporter(environment),
    tracesUrl: endpoint.url,
    otlpHeaders: options.otlpHeaders ?? {},
    usesOtelHeaders: endpoint.source.startsWith('OTEL_'),
    instrumentations: options.instrumentations ?? [],
  };
}

function resolveEndpoint(
  options: EnableOptions,
  environment: Environment,
): { readonly url: string; readonly source: string } {
  const asItIs = nonEmpty(environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
  const candidates = [
    { source: 'otlpEndpoint', value: nonEmpty(options.otlpEndpoint) },
    { source: 'BOTANU_COLLECTOR_ENDPOINT', value: nonEmpty(environment.BOTANU_COLLECTOR_ENDPOINT) },
    { source: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: asItIs },
    { source: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: nonEmpty(environment.OTEL_EXPORTER_OTLP_ENDPOINT) },
  ];
  for (const { source, value } of candidates) {
    if (value !== undefined) {
      const url = parseHttpUrl(value, source);
      return {
        source,
        url: source === 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' ? url.href : withTracesPath(url),
      };
    }
  }
  return { source: 'default', url: DEFAULT_OTLP_ENDPOINT + TRACES_PATH };
}

function parseHttpUrl(value: string, source: string): URL {
  // The value itself stays out of the message: a URL can hold a password.
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ConfigurationError(
      `${source} is not an http or https URL. Write for example ${DEFAULT_OTLP_ENDPOINT}.`,
    );
  }
  return url;
}

function withTracesPath(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '');
  const result = new URL(url);
  result.pathname = path.endsWith(TRACES_PATH) ? path : path + TRACES_PATH;
  return result.href;
}

function resolveExporter(environment: Environment): Configuration['exporter'] {
  const value = nonEmpty(environment.OTEL_TRACES_EXPORTER) ?? 'otlp';
  const exporter = EXPORTERS.find((name) => name === value);
  if (exporter === undefined) {
    throw new ConfigurationError(
      `OTEL_TRACES_EXPORTER is "${value}", which is not supported. Write one of: ${EXPORTERS.join(', ')}.`,
    );
  }
  return exporter;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
