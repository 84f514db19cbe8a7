import { type Context, context as openTelemetryContext } from '@opentelemetry/api';
import { warnTelemetryFailed } from './safely';

/**
 * Calls the user's function exactly once inside a context, also where the context manager fails before or after
 * the call.
 *
 * @param context - The context.
 * @param fn - The user's function.
 * @param argument - What it is called with.
 * @returns What the function returned.
 */
export function callInContext<A, T>(context: Context, fn: (argument: A) => T, argument: A): T {
  let progress: 'not called' | 'called' | 'returned' = 'not called';
  let value: T | undefined;
  function call(): void {
    progress = 'called';
    value = fn(argument);
    progress = 'returned';
  }
  try {
    openTelemetryContext.with(context, call);
  } catch (error) {
    if ((progress as string) === 'called') {
      throw error;
    }
    warnTelemetryFailed('activate a context', error);
    if (progress === 'not called') {
      return fn(argument);
    }
  }
  return value as T;
}
