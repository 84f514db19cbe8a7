import type { Context } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { defineHidden, type OnSettled } from './completion';
import { isPlainPromise } from './plain-promise';

type Method = (...parameters: unknown[]) => unknown;

/**
 * What to do with what a method gave.
 *
 * @param result - What it returned, or what its promise was fulfilled with.
 * @param isAsync - Whether it was a promise.
 * @returns What to hand on instead.
 */
export type OnResult = (result: unknown, isAsync: boolean) => unknown;

/**
 * Replaces methods of the user's object, in place, by ones that do the same inside a context, and tell what came
 * of it. Methods that the object does not have are skipped.
 *
 * @param target - The object.
 * @param names - Its methods.
 * @param context - In which they run.
 * @param onSettled - Called where a method throws or its promise is rejected.
 * @param onResult - Called with every other result.
 * @param onCall - Called before each call.
 * @returns False where the object cannot be changed.
 */
export function intercept(
  target: object,
  names: readonly PropertyKey[],
  context: Context,
  onSettled: OnSettled,
  onResult: OnResult,
  onCall?: () => void,
): boolean {
  const fail = (error: unknown): never => {
    onSettled({ isError: true, error });
    throw error;
  };
  return names.every((name) => {
    const method = (target as Record<PropertyKey, unknown>)[name];
    return (
      typeof method !== 'function' ||
      defineHidden(target, name, function intercepted(this: unknown, ...parameters: unknown[]) {
        let result: unknown;
        onCall?.();
        try {
          result = callInContext(context, () => (method as Method).apply(this, parameters), undefined);
        } catch (error) {
          return fail(error);
        }
        return isPlainPromise(result)
          ? result.then((value) => onResult(value, true), fail)
          : onResult(result, false);
      })
    );
  });
}
