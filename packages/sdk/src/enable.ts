import { getRuntime, warnOnce } from '@botanu/core/authoring';
import { activate } from './activation';
import { type EnableOptions, resolveConfiguration } from './configuration';
import { registerConsoleLogger } from './console-logger';
import { isRegistered } from './globals';

/**
 * Switches botanu on in a process that has no tracing yet: from here on every span of every run is recorded,
 * carries its run context, and is sent to a collector; outgoing HTTP carries the run to the next service.
 *
 * A second call changes nothing. Where tracing is registered already, it is left exactly as it is and
 * nothing is enabled, with one warning: add `RunContextEnricher` of `@botanu/processors` to it by hand.
 * With `OTEL_SDK_DISABLED=true` nothing is enabled.
 *
 * Call it before the code that it should see is loaded: a client that was loaded earlier may not be patched.
 *
 * @param options - All of it optional; environment variables and defaults fill in.
 * @throws ConfigurationError where an option or a variable cannot be used: before anything was changed.
 * @example
 * ```ts
 * enable({ serviceName: 'desk', otlpEndpoint: 'http://localhost:4318' });
 * ```
 */
export function enable(options: EnableOptions = {}): void {
  const runtime = getRuntime();
  runtime.beforeFirstEvent = undefined;
  if (runtime.activation !== undefined || isSwitchedOffByEnvironment()) {
    return;
  }
  const configuration = resolveConfiguration(options, process.env);
  if (isRegistered('trace')) {
    warnOnce(
      'BOTANU_EXISTING_TRACING',
      'this process has an OpenTelemetry tracer provider already; it is left as it is, and botanu is not ' +
        'enabled. Add RunContextEnricher of @botanu/processors to its span processors.',
    );
    return;
  }
  const unregisterLogger = registerConsoleLogger();
  runtime.activation = activate(configuration, unregisterLogger);
}

/**
 * Whether `enable()` has switched botanu on in this process, through whichever copy of this package.
 *
 * @returns True from `enable()` until `disable()` is called.
 * @example
 * ```ts
 * console.log(isEnabled() ? 'costs are attributed' : 'no telemetry');
 * ```
 */
export function isEnabled(): boolean {
  return getRuntime().activation !== undefined;
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
