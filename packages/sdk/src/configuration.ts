import type { SpoolOptions } from '@botanu/delivery';
import type { Instrumentations } from './auto-instrumentation';
import { ConfigurationError } from './configuration-error';
import { type ContentConfiguration, type ContentOptions, resolveContent } from './content-configuration';
import { type OtlpSettings, readOtlpSettings } from './otlp-settings';
import {
  type PropagationConfiguration,
  type PropagationOptions,
  resolvePropagation,
} from './propagation-configuration';

const TRACES_PATH = '/v1/traces';
const DEFAULT_OTLP_ENDPOINT = 'http://localhost:4318';
const EXPORTERS = ['otlp', 'console', 'none'] as const;
const MODES = ['auto', 'standalone', 'attach', 'parallel'] as const;
const EXPORT_SCOPES = ['all', 'runs'] as const;
const SWITCHES = ['true', 'false'] as const;

/** How `enable()` is to stand to the tracing that it finds. */
export type Mode = (typeof MODES)[number];

/** Which spans are recorded and exported. */
export type ExportScope = (typeof EXPORT_SCOPES)[number];

/** What `enable()` takes. Every option is optional: an option beats its environment variable. */
export interface EnableOptions extends ContentOptions, PropagationOptions {
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
  /**
   * Where spans are kept that cannot be delivered now: a folder on a local disk, and how many bytes they may take
   * there (64 MiB unless told otherwise). Without it, an outage that is longer than the queue loses spans.
   * @defaultValue `BOTANU_SPOOL_DIR`, else none
   */
  readonly spool?: SpoolOptions | undefined;
  /**
   * How to stand to the tracing that is there already.
   *
   * - `auto`: whatever suits: `attach` to a provider of the OpenTelemetry SDK, `parallel` beside any other tracer,
   *   `standalone` where there is none.
   * - `attach`: join the provider that is there. Its processors, sampler and exporters see what they saw before.
   * - `parallel`: record beside whatever is there, and never become the global provider.
   * - `standalone`: be the global provider.
   *
   * @defaultValue `BOTANU_MODE`, else `auto`
   */
  readonly mode?: Mode | undefined;
  /**
   * Which spans are recorded and exported: all of the process, or only those inside a run. With `runs`, traffic
   * without a run costs next to nothing.
   * @defaultValue `BOTANU_EXPORT_SCOPE`, else `all`
   */
  readonly exportScope?: ExportScope | undefined;
  /**
   * Whether the exporters of an existing provider see the run context on the spans that they export anyway.
   * @defaultValue `BOTANU_ENRICH_EXISTING`, else `true`
   */
  readonly enrichExisting?: boolean | undefined;
  /**
   * What is instrumented: names of libraries (`pg`), for exactly these; instrumentations of your own, which come in
   * addition, in the place of ours of the same name; `false` for nothing at all. In an existing tracing nothing is
   * instrumented but what you name here.
   * @defaultValue `BOTANU_AUTO_INSTRUMENTATION` (`false` for nothing), `BOTANU_AUTO_INSTRUMENT_PACKAGES` (a list with
   * commas), else everything that is installed
   */
  readonly instrumentations?: Instrumentations | undefined;
}

/** What is switched on, resolved and valid. */
export interface Configuration {
  readonly serviceName: string | undefined;
  readonly environment: string | undefined;
  readonly exporter: (typeof EXPORTERS)[number];
  readonly tracesUrl: string;
  readonly otlpHeaders: Readonly<Record<string, string>>;
  /** What OpenTelemetry's variables for exporters say of `tracesUrl`. */
  readonly otel: OtlpSettings;
  readonly spool: SpoolOptions | undefined;
  /** Undefined where nobody said anything. */
  readonly instrumentations: Instrumentations | undefined;
  readonly mode: Mode;
  readonly exportScope: ExportScope;
  readonly enrichExisting: boolean;
  readonly content: ContentConfiguration;
  readonly propagation: PropagationConfiguration;
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
    exporter: oneOf(EXPORTERS, 'otlp', { OTEL_TRACES_EXPORTER: environment.OTEL_TRACES_EXPORTER }),
    tracesUrl: endpoint.url,
    otlpHeaders: options.otlpHeaders ?? {},
    otel: readOtlpSettings(environment, { mayUseHeaders: endpoint.source.startsWith('OTEL_') }),
    spool: options.spool ?? spoolOf(nonEmpty(environment.BOTANU_SPOOL_DIR)),
    instrumentations: options.instrumentations ?? instrumentationsOf(environment),
    mode: oneOf(MODES, 'auto', { mode: options.mode, BOTANU_MODE: environment.BOTANU_MODE }),
    exportScope: oneOf(EXPORT_SCOPES, 'all', {
      exportScope: options.exportScope,
      BOTANU_EXPORT_SCOPE: environment.BOTANU_EXPORT_SCOPE,
    }),
    enrichExisting:
      oneOf(SWITCHES, 'true', {
        enrichExisting: options.enrichExisting?.toString(),
        BOTANU_ENRICH_EXISTING: environment.BOTANU_ENRICH_EXISTING,
      }) === 'true',
    content: resolveContent(options, environment),
    propagation: resolvePropagation(options, environment),
  };
}

function instrumentationsOf(environment: Environment): Instrumentations | undefined {
  const isOn = oneOf(SWITCHES, 'true', {
    BOTANU_AUTO_INSTRUMENTATION: environment.BOTANU_AUTO_INSTRUMENTATION,
  });
  const packages = nonEmpty(environment.BOTANU_AUTO_INSTRUMENT_PACKAGES)?.split(',');
  return isOn === 'false' ? false : packages?.map((name) => name.trim()).filter((name) => name !== '');
}

function spoolOf(dir: string | undefined): SpoolOptions | undefined {
  return dir === undefined ? undefined : { dir };
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

/** The first source that says something decides. */
function oneOf<T extends string>(
  allowed: readonly T[],
  defaultValue: T,
  sources: Readonly<Record<string, string | undefined>>,
): T {
  const [source, value] = Object.entries(sources).find(([, given]) => nonEmpty(given) !== undefined) ?? [];
  if (value === undefined) {
    return defaultValue;
  }
  const result = allowed.find((name) => name === value);
  if (result === undefined) {
    throw new ConfigurationError(
      `${source} is "${value}", which is not supported. Write one of: ${allowed.join(', ')}.`,
    );
  }
  return result;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
