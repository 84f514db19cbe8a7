/** How the user's function ended. */
export type Completion =
  | { readonly isError: false }
  | {
      readonly isError: true;
      /** What was thrown, or what the promise was rejected with. */
      readonly error: unknown;
    };

/** Called when a value is finished, once. It must not throw. */
export type OnSettled = (completion: Completion) => void;

const SUCCESS: Completion = { isError: false };

/**
 * Finds out when what a function returned is finished, and gives the caller exactly what was returned.
 *
 * - A plain promise comes back as a promise of the same outcome, so that a rejection that nobody handles is
 *   still reported by the runtime; `onSettled` runs before the caller's own handlers.
 * - Any other thenable (a promise subclass, a query builder) comes back as the same object, and its `then` is
 *   never called by us: many start their work there. Calls of the application are observed in passing.
 * - Everything else is finished now.
 *
 * @param value - What the function returned.
 * @param onSettled - Called once, when the value is finished.
 * @returns What to hand to the caller.
 */
export function settle<T>(value: T, onSettled: OnSettled): T {
  if (!isThenable(value)) {
    onSettled(SUCCESS);
    return value;
  }
  if (isPlainPromise(value)) {
    return value.then(
      (result) => {
        onSettled(SUCCESS);
        return result;
      },
      (error: unknown) => {
        onSettled({ isError: true, error });
        throw error;
      },
    ) as T;
  }
  return observeThenable(value, onSettled);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** A promise of any realm that is not a subclass: its prototype chain ends right behind `Promise.prototype`. */
function isPlainPromise(value: PromiseLike<unknown>): value is Promise<unknown> {
  if (value instanceof Promise) {
    return Object.getPrototypeOf(value) === Promise.prototype && !Object.hasOwn(value, 'then');
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  return (
    Object.prototype.toString.call(value) === '[object Promise]' &&
    prototype !== null &&
    Object.hasOwn(prototype, 'then') &&
    Object.getPrototypeOf(Object.getPrototypeOf(prototype)) === null &&
    !Object.hasOwn(value, 'then')
  );
}

function observeThenable<T extends PromiseLike<unknown>>(thenable: T, onSettled: OnSettled): T {
  const originalThen = thenable.then as PromiseLike<unknown>['then'];
  let isSettled = false;
  function settleOnce(completion: Completion): void {
    if (!isSettled) {
      isSettled = true;
      onSettled(completion);
    }
  }
  function then(
    this: PromiseLike<unknown>,
    onFulfilled?: ((value: unknown) => unknown) | null,
    onRejected?: ((error: unknown) => unknown) | null,
  ): PromiseLike<unknown> {
    return originalThen.call(
      this,
      (value) => {
        settleOnce(SUCCESS);
        return typeof onFulfilled === 'function' ? onFulfilled(value) : value;
      },
      (error: unknown) => {
        settleOnce({ isError: true, error });
        if (typeof onRejected === 'function') {
          return onRejected(error);
        }
        throw error;
      },
    );
  }
  const isObserved = Reflect.defineProperty(thenable, 'then', {
    value: then,
    configurable: true,
    writable: true,
  });
  if (!isObserved) {
    // A frozen thenable: its end cannot be known, so the call itself is what is measured.
    settleOnce(SUCCESS);
  }
  return thenable;
}
