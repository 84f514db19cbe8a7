import { defineHidden } from './completion';
import type { AnyFunction, FunctionWrapper } from './types';

/**
 * Makes the function that replaces the user's.
 * @example
 * ```ts
 * const replace: ReplaceFunction = (original) => original;
 * ```
 */
export type ReplaceFunction = (original: AnyFunction) => AnyFunction;

/**
 * Makes a wrapper of functions that is a higher-order function, a TC39 method decorator and a legacy
 * (`experimentalDecorators`) one at once. What it returns keeps the original's `this`, `name` and `length`.
 *
 * @param usage - How the wrapper is written, for error messages. @example `event({ ... })`
 * @param replace - Makes the replacement of one function.
 * @example
 * ```ts
 * const counted = createWrapper<never>('counted()', (original) => {
 *   return function count(this: unknown, ...parameters: never[]) {
 *     return original.apply(this, parameters);
 *   };
 * });
 * console.log(counted((words: number) => words)(7)); // 7
 * ```
 */
export function createWrapper<Resolvers>(
  usage: string,
  replace: ReplaceFunction,
): FunctionWrapper<Resolvers> {
  function wrap(target: unknown, decoration?: unknown, descriptor?: PropertyDescriptor): unknown {
    const isLegacy = typeof decoration === 'string' || typeof decoration === 'symbol';
    const original: unknown = isLegacy ? descriptor?.value : target;
    const kind = isLegacy ? undefined : (decoration as Partial<DecoratorContext> | undefined)?.kind;
    if (typeof original !== 'function' || (kind !== undefined && kind !== 'method')) {
      throw new TypeError(`${usage} wraps a function or a method, not: ${kind ?? typeof original}`);
    }
    const replacement = replace(original as AnyFunction);
    defineHidden(replacement, 'name', original.name);
    defineHidden(replacement, 'length', original.length);
    return isLegacy ? { ...descriptor, value: replacement } : replacement;
  }
  return wrap as FunctionWrapper<Resolvers>;
}
