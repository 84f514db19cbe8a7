import { type Context, context as openTelemetryContext } from '@opentelemetry/api';
import { warnTelemetryFailed } from './safely';

const NOT_CALLED = 0;
const CALLED = 1;
const RETURNED = 2;

/**
 * Calls the user's function exactly once inside a context, also where the context manager fails before or after
 * the call.
 *
 * @param context - The context.
 * @param fn - The user's function.
 * @returns What the function returned.
 * @example
 * ```ts
 * console.log(callInContext(ROOT_CONTEXT, () => 7)); // 7
 * ```
 */
export function callInContext<T>(context: Context, fn: () => T): T;
/**
 * Calls a function of one argument, without a closure for it.
 *
 * @param context - The context.
 * @param fn - The user's function.
 * @param argument - What it is called with.
 * @returns What the function returned.
 */
export function callInContext<A, T>(context: Context, fn: (argument: A) => T, argument: A): T;
export function callInContext<A, T>(context: Context, fn: (argument?: A) => T, argument?: A): T {
  let progress = NOT_CALLED;
  let value: T | undefined;
  function call(): void {
    progress = CALLED;
    value = fn(argument);
    progress = RETURNED;
  }
  try {
    openTelemetryContext.with(context, call);
  } catch (error) {
    if (progress === (CALLED as number)) {
      throw error;
    }
    warnTelemetryFailed('activate a context', error);
    if (progress === NOT_CALLED) {
      return fn(argument);
    }
  }
  return value as T;
}
