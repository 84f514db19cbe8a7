/** Whether `await` would wait for the value. */
export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === 'function';
}

/** Whether a value is a promise of any realm, and no subclass: its prototype chain ends behind `Promise.prototype`. */
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
