import { defineHidden, type OnSettled, SUCCESS } from './completion';

/** Whether `await` would wait for the value. */
export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === 'function';
}

/** A promise of any realm that is not a subclass: its prototype chain ends right behind `Promise.prototype`. */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, 'then')) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Promise.prototype) {
    return true;
  }
  return (
    prototype !== null &&
    Object.prototype.toString.call(value) === '[object Promise]' &&
    Object.hasOwn(prototype, 'then') &&
    Object.getPrototypeOf(Object.getPrototypeOf(prototype)) === null
  );
}

type Handler = ((value: unknown) => unknown) | null | undefined;

/**
 * Observes a thenable that has a life of its own, in place. Its `then` is intercepted; on a promise subclass,
 * the methods that the subclass adds are, too (openai's `asResponse()` finishes a call without any `then`).
 *
 * @param thenable - The thenable; never asked to do anything.
 * @param settleResult - Called with a result that the application is about to get; what it returns is handed on.
 * @param onSettled - Called at a rejection.
 * @returns The same object.
 */
export function observeThenable<T extends PromiseLike<unknown>>(
  thenable: T,
  settleResult: (result: unknown) => unknown,
  onSettled: OnSettled,
): T {
  const fulfil = once(settleResult);
  const observer = observerOf(thenable.then, fulfil, onSettled);
  if (!defineHidden(thenable, 'then', observer)) {
    // A frozen thenable: its end cannot be known, so the call itself is what is measured.
    onSettled(SUCCESS);
    return thenable;
  }
  if (thenable instanceof Promise) {
    for (const [name, method] of addedMethods(thenable)) {
      defineHidden(thenable, name, resultObserverOf(method, fulfil, onSettled));
    }
  }
  return thenable;
}

/** `then`, with the application's handlers called as they would have been. */
function observerOf(
  originalThen: PromiseLike<unknown>['then'],
  fulfil: (result: unknown) => unknown,
  onSettled: OnSettled,
): (onFulfilled?: Handler, onRejected?: Handler) => PromiseLike<unknown> {
  return function then(this: PromiseLike<unknown>, onFulfilled, onRejected) {
    return originalThen.call(
      this,
      (result) => {
        const settled = fulfil(result);
        return typeof onFulfilled === 'function' ? onFulfilled(settled) : settled;
      },
      (error: unknown) => {
        onSettled({ isError: true, error });
        if (typeof onRejected === 'function') {
          return onRejected(error);
        }
        throw error;
      },
    );
  };
}

type Method = (...parameters: unknown[]) => unknown;

/** A method of a promise subclass, whose plain promise tells how the call ended. */
function resultObserverOf(
  method: Method,
  fulfil: (result: unknown) => unknown,
  onSettled: OnSettled,
): Method {
  return function observed(this: unknown, ...parameters) {
    const result = method.apply(this, parameters);
    if (!isPlainPromise(result)) {
      return result;
    }
    return result.then(fulfil, (error: unknown) => {
      onSettled({ isError: true, error });
      throw error;
    });
  };
}

/** The methods between an object and `Promise.prototype`, but `then`, which has been dealt with. */
function addedMethods(thenable: object): [string, Method][] {
  const methods = new Map<string, Method>();
  let prototype = Object.getPrototypeOf(thenable) as object | null;
  while (prototype !== null && prototype !== Promise.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor' && name !== 'then' && !methods.has(name)) {
        methods.set(name, value as Method);
      }
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return [...methods];
}

/** The first result decides how the run ends; later ones are handed on as they are. */
function once(settleResult: (result: unknown) => unknown): (result: unknown) => unknown {
  let isFirst = true;
  return (result) => {
    if (!isFirst) {
      return result;
    }
    isFirst = false;
    return settleResult(result);
  };
}
