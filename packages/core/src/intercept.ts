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
          result = callInContext(context, () => (method as Method).apply(this, parameters));
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

/**
 * The names of the methods that the classes of an object give it, without looking at its properties: a getter
 * may start work.
 *
 * @param object - The object.
 * @param end - The prototype at which to stop.
 */
export function methodNames(object: object, end: object): string[] {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || prototype === end) {
    return [];
  }
  const names = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => name);
  return [...names, ...methodNames(prototype, end)];
}
