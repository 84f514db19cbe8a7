/** Whether `await` would wait for the value. */
export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Whether a value is a promise of any realm, and no subclass: its prototype is the one that is called so.
 * @example
 * ```ts
 * console.log(isPlainPromise(agent.search(ticket.text)), isPlainPromise({ then: () => {} })); // true false
 * ```
 */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  const prototype = Object.getPrototypeOf(Object(value)) as { [Symbol.toStringTag]?: unknown } | null;
  return (
    prototype?.[Symbol.toStringTag] === 'Promise' &&
    Object.hasOwn(prototype, Symbol.toStringTag) &&
    !Object.hasOwn(value as object, 'then')
  );
}
