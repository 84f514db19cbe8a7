import { type Activation, getRuntime, warnOnce } from '@botanu/core/authoring';
import { activate } from './activation';
import type { BotanuConfig } from './botanu-config';
import { type EnableOptions, resolveConfiguration } from './configuration';
import { registerConsoleLogger } from './console-logger';
import { type DescribedSetting, toConfig } from './described-settings';
import { findHost } from './host';
import { type EnableReport, Reporter } from './report';

/**
 * Switches botanu on: from here on every span of every run is recorded, carries its run context, and is sent to
 * a collector.
 *
 * In a process without tracing, our provider becomes the global one, and outgoing HTTP carries the run to the next
 * service. A provider of the OpenTelemetry SDK that is there already, or is registered later, is joined: its own
 * processors, sampler and exporters see exactly the spans that they saw before. Any other tracer is left alone, and
 * ours stands beside it. `docs/existing-opentelemetry.md` says what each of them sees.
 *
 * A second call changes nothing and answers with the first report. With `OTEL_SDK_DISABLED=true` nothing is
 * enabled. It never throws for what it finds in the process.
 *
 * Call it before the code that it should see is loaded: a client that was loaded earlier may not be patched.
 *
 * @param options - All of it optional; environment variables and defaults fill in.
 * @returns What was found and done.
 * @throws ConfigurationError where an option or a variable cannot be used: before anything was changed.
 * @example
 * ```ts
 * const { mode } = enable({ serviceName: 'desk', otlpEndpoint: 'http://localhost:4318' });
 * console.log(mode, isEnabled()); // standalone true
 * ```
 */
export function enable(options: EnableOptions = {}): EnableReport {
  const runtime = getRuntime();
  runtime.beforeFirstEvent = undefined;
  if (runtime.activation !== undefined) {
    return secondReport(runtime.activation);
  }
  const reporter = new Reporter();
  if (isSwitchedOffByEnvironment()) {
    reporter.warn(
      'BOTANU_DISABLED_BY_ENVIRONMENT',
      'OTEL_SDK_DISABLED is true: no span is recorded, and no run is seen. Unset it to enable botanu.',
    );
    return { ...NOTHING_ENABLED, warnings: reporter.warnings };
  }
  const configuration = resolveConfiguration(options, process.env, { isTraced: findHost().kind !== 'none' });
  const unregisterLogger = registerConsoleLogger(configuration.logLevel);
  try {
    reporter.tell(configuration.notices);
    const activation = activate(configuration, reporter, unregisterLogger);
    runtime.activation = activation;
    return activation.report;
  } catch (error) {
    unregisterLogger();
    throw error;
  }
}

const NOTHING_ENABLED: EnableReport = {
  mode: 'disabled',
  provider: undefined,
  sampler: undefined,
  propagators: [],
  contextManager: undefined,
  instrumentations: [],
  skippedInstrumentations: [],
  endpoint: undefined,
  warnings: [],
};

function secondReport({ report }: Activation): EnableReport {
  warnOnce(
    'BOTANU_ALREADY_ENABLED',
    'enable() was called again: it changed nothing, and what the first call was given stays. Call disable() first to ' +
      'change the configuration.',
  );
  return report as EnableReport;
}

/**
 * Whether `enable()` has switched botanu on in this process, through whichever copy of this package.
 *
 * @returns True from `enable()` until `disable()` is called.
 * @example
 * ```ts
 * console.log(isEnabled()); // false
 * ```
 */
export function isEnabled(): boolean {
  return getRuntime().activation !== undefined;
}

/**
 * What is in force: options, environment variables, file and defaults together, as `enable()` takes them. Keys, headers
 * and what a URL has of credentials are `[REDACTED]` or left out, and so it may be logged.
 *
 * @returns A new object; undefined where botanu is not enabled.
 * @example
 * ```ts
 * enable({ serviceName: 'desk', apiKey: 'bk_live_1', otlpEndpoint: 'http://localhost:4318' });
 * const { serviceName, apiKey, mode } = getConfig() ?? {};
 * console.log(serviceName, apiKey, mode); // desk [REDACTED] auto
 * ```
 */
export function getConfig(): BotanuConfig | undefined {
  const settings = getRuntime().activation?.settings as readonly DescribedSetting[] | undefined;
  return settings === undefined ? undefined : toConfig(settings);
}

/**
 * Sends what is left to the collector, waiting for it at most 5 seconds, and takes back all that `enable()` did.
 * `event()` goes on working and records nothing; `enable()` may be called again.
 *
 * @returns A promise that is fulfilled when everything is sent or the time is up. It is never rejected.
 * @example
 * ```ts
 * process.once('SIGTERM', () => {
 *   void disable().then(() => process.exit(0));
 * });
 * ```
 */
export function disable(): Promise<void> {
  const runtime = getRuntime();
  runtime.beforeFirstEvent = undefined;
  const { activation } = runtime;
  if (activation !== undefined) {
    runtime.activation = undefined;
    // A second call, while this one waits for the collector, waits with it.
    lastDisable = Promise.all([lastDisable, activation.disable()]).then(() => {});
  }
  return lastDisable;
}

let lastDisable: Promise<void> = Promise.resolve();

function isSwitchedOffByEnvironment(): boolean {
  return process.env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true';
}
