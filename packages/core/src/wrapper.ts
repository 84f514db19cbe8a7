import { defineHidden } from './completion';
import type { AnyFunction, FunctionWrapper } from './types';

/** Makes the function that replaces the user's. */
export type ReplaceFunction = (original: AnyFunction) => AnyFunction;

/**
 * Makes a wrapper of functions that is a higher-order function, a TC39 method decorator and a legacy
 * (`experimentalDecorators`) one at once. What it returns keeps the original's `this`, `name` and `length`.
 *
 * @param usage - How the wrapper is written, for error messages. @example `event({ ... })`
 * @param replace - Makes the replacement of one function.
 */
export function createWrapper<Resolvers>(
  usage: string,
  replace: ReplaceFunction,
): FunctionWrapper<Resolvers> {
  function wrap(...parameters: [target: unknown, context?: unknown, descriptor?: unknown]): unknown {
    const [target, decoratorContext, descriptor] = parameters;
    if (isLegacyDecoration(decoratorContext)) {
      return decorateLegacy(target, decoratorContext, descriptor as PropertyDescriptor | undefined);
    }
    const kind = (decoratorContext as { kind?: unknown } | undefined)?.kind;
    if (typeof target !== 'function' || (kind !== undefined && kind !== 'method')) {
      throw new TypeError(
        `${usage} wraps a function or decorates a method, not a ${String(kind ?? typeof target)}.`,
      );
    }
    return wrapFunction(target as AnyFunction);
  }

  function decorateLegacy(
    target: unknown,
    key: PropertyKey,
    descriptor: PropertyDescriptor | undefined,
  ): PropertyDescriptor {
    const method: unknown = descriptor?.value;
    if (descriptor === undefined || typeof method !== 'function') {
      throw new TypeError(`${usage} decorates methods; "${String(key)}" of ${typeof target} is none.`);
    }
    return { ...descriptor, value: wrapFunction(method as AnyFunction) };
  }

  function wrapFunction(original: AnyFunction): AnyFunction {
    const replacement = replace(original);
    defineHidden(replacement, 'name', original.name);
    defineHidden(replacement, 'length', original.length);
    return replacement;
  }

  return wrap as FunctionWrapper<Resolvers>;
}

function isLegacyDecoration(context: unknown): context is PropertyKey {
  return typeof context === 'string' || typeof context === 'symbol';
}
