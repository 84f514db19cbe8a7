import { getRuntime, warnOnce } from '@botanu/core/authoring';
import { ConfigurationError } from './configuration-error';
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

function enableOrWarn(): void {
  try {
    enable();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    warnOnce('BOTANU_INVALID_CONFIGURATION', `${error.message} botanu is not enabled.`);
  }
}
