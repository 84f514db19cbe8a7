import { getRuntime, warnOnce, warnTelemetryFailed } from '@botanu/core/authoring';
import { ConfigurationError } from './configuration-error';
import { registerConsoleLogger } from './console-logger';
import { enable } from './enable';

/**
 * Makes the first `event()` of the process call `enable()`, unless the application has called it, or
 * `disable()`, by then. A configuration that cannot work is a warning here: an event never throws for it.
 */
export function enableOnFirstEvent(): void {
  const runtime = getRuntime();
  if (runtime.activation === undefined) {
    runtime.beforeFirstEvent = enableOrWarn;
  }
}

/**
 * Enables botanu, or says once why it cannot be: for those who have not called `enable()` themselves, and whom an
 * exception must not stop.
 */
export function enableOrWarn(): void {
  try {
    enable();
  } catch (error) {
    const unregisterLogger = registerConsoleLogger('info');
    if (error instanceof ConfigurationError) {
      warnOnce('BOTANU_INVALID_CONFIGURATION', `${error.message} botanu is not enabled.`);
    } else {
      warnTelemetryFailed('enable botanu', error);
    }
    unregisterLogger();
  }
}
