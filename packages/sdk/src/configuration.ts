import type { SpoolOptions } from '@botanu/delivery';
import type { BotanuConfig, ExportScope, LogLevel, Mode } from './botanu-config';
import { ConfigurationError } from './configuration-error';
import { readConfigurationFile } from './configuration-file';
import { type ContentConfiguration, resolveContent } from './content-configuration';
import { type DescribedSetting, describeSettings } from './described-settings';
import { type Notice, resolveEndpoint } from './endpoint';
import { type OtlpSettings, readOtlpSettings } from './otlp-settings';
import { type PropagationConfiguration, resolvePropagation } from './propagation-configuration';
import type { SecretHeaders } from './secret-headers';
import { type Environment, isOpenTelemetryVariable } from './setting-source';
import { Settings } from './settings';
import type { Instrumentations } from './special-kinds';
import { unknownOptions, unknownVariables } from './unknown-names';

/** What `enable()` takes. All of it is optional: an option beats its environment variable, which beats the file. */
export interface EnableOptions extends BotanuConfig {
  /**
   * The path of a YAML file. It has to be there.
   * @defaultValue `BOTANU_CONFIG_FILE`, else `botanu.yaml`, `botanu.yml`, `config/botanu.yaml` or `config/botanu.yml` in the
   * working directory, where there is one
   */
  readonly configFile?: string | undefined;
}

/** What is switched on, resolved and valid. */
export interface Configuration {
  /** Undefined where OpenTelemetry's own variables, or an existing provider, name the service. */
  readonly serviceName: string | undefined;
  readonly serviceVersion: string | undefined;
  readonly serviceNamespace: string | undefined;
  readonly environment: string | undefined;
  readonly exporter: 'otlp' | 'console' | 'none';
  readonly tracesUrl: string;
  /** Headers of every export request. */
  readonly otlpHeaders: SecretHeaders;
  /** What OpenTelemetry's variables for exporters say of `tracesUrl`. */
  readonly otel: OtlpSettings;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduleDelayMs: number;
  readonly exportTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
  readonly spool: SpoolOptions | undefined;
  /** Undefined where nobody has chosen. */
  readonly instrumentations: Instrumentations | undefined;
  readonly autoDetectResources: boolean;
  readonly inferResourceCost: boolean;
  readonly metrics: boolean;
  readonly mode: Mode;
  readonly exportScope: ExportScope;
  readonly enrichExisting: boolean;
  readonly content: ContentConfiguration;
  readonly propagation: PropagationConfiguration;
  readonly logLevel: LogLevel;
  /** What is to be said when botanu is enabled. */
  readonly notices: readonly Notice[];
  /** Every setting with its source, secrets redacted. */
  readonly settings: readonly DescribedSetting[];
}

/** What is known about the process. */
export interface ProcessFacts {
  /** Whether there is a pipeline already, to which OpenTelemetry's variables belong. @defaultValue false */
  readonly isTraced?: boolean;
  /** Where a file is looked for. @defaultValue the working directory */
  readonly folder?: string;
}

/**
 * Resolves all settings: code beats the environment, which beats the file, which beats the defaults.
 *
 * @param options - What `enable()` was given.
 * @param environment - The process environment.
 * @param facts - What is known about the process.
 * @returns The configuration.
 * @throws {@link ConfigurationError} where values cannot be used: one error for all of them.
 */
export function resolveConfiguration(
  options: EnableOptions,
  environment: Environment,
  { isTraced = false, folder = process.cwd() }: ProcessFacts = {},
): Configuration {
  const file = readConfigurationFile(options.configFile, environment, folder);
  const settings = new Settings({ options, environment, file });
  const propagation = resolvePropagation(settings);
  const content = resolveContent(settings);
  const spool = resolveSpool(settings);
  if (settings.problems.length > 0) {
    throw new ConfigurationError(settings.problems);
  }
  const endpoint = resolveEndpoint(settings, isTraced);
  const unknown = [...unknownOptions(options), ...unknownVariables(environment), ...(file?.warnings ?? [])];
  return {
    serviceName: isOpenTelemetryVariable(settings.originOf('serviceName'))
      ? undefined
      : settings.get('serviceName'),
    serviceVersion: settings.get('serviceVersion'),
    serviceNamespace: settings.get('serviceNamespace'),
    environment: settings.get('environment'),
    exporter: required(settings.get('tracesExporter')),
    tracesUrl: endpoint.url,
    otlpHeaders: endpoint.headers,
    otel: endpoint.usesOtelVariables ? readOtlpSettings(environment) : {},
    maxQueueSize: required(settings.get('maxQueueSize')),
    maxExportBatchSize: required(settings.get('maxExportBatchSize')),
    scheduleDelayMs: required(settings.get('scheduleDelayMs')),
    exportTimeoutMs: required(settings.get('exportTimeoutMs')),
    shutdownTimeoutMs: required(settings.get('shutdownTimeoutMs')),
    spool,
    instrumentations: settings.get('instrumentations'),
    autoDetectResources: required(settings.get('autoDetectResources')),
    inferResourceCost: required(settings.get('inferResourceCost')),
    metrics: required(settings.get('metrics')),
    mode: required(settings.get('mode')),
    exportScope: required(settings.get('exportScope')),
    enrichExisting: required(settings.get('enrichExisting')),
    content,
    propagation,
    logLevel: required(settings.get('logLevel')),
    notices: [
      ...unknown.map((message) => ({ level: 'warn', code: 'BOTANU_UNKNOWN_SETTING', message }) as const),
      ...endpoint.notices,
    ],
    settings: describeSettings(settings, endpoint),
  };
}

/** The table has a default for it. */
function required<Value>(value: Value | undefined): Value {
  return value as Value;
}

function resolveSpool(settings: Settings): SpoolOptions | undefined {
  const dir = settings.get('spool.dir');
  const maxBytes = settings.get('spool.maxBytes');
  if (dir === undefined && settings.originOf('spool.maxBytes').kind !== 'default') {
    settings.refuse(
      'spool.maxBytes',
      'is set, and spool.dir is not the path of a folder. Write spool: { dir: path }.',
    );
  }
  return dir === undefined ? undefined : { dir, ...(maxBytes === undefined ? {} : { maxBytes }) };
}
