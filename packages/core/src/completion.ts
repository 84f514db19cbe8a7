/**
 * How the user's code ended.
 * @example
 * ```ts
 * const completion: Completion = { isError: true, error: new RangeError('no') };
 * ```
 */
export type Completion =
  | { readonly isError: false }
  | {
      readonly isError: true;
      /** What was thrown, or what the promise was rejected with. */
      readonly error: unknown;
    };

/**
 * Called when a value is finished. It must not throw, and takes only its first call seriously.
 * @example
 * ```ts
 * const onSettled: OnSettled = (completion) => console.log(completion.isError); // false
 * settle('a value', ROOT_CONTEXT, onSettled);
 * ```
 */
export type OnSettled = (completion: Completion) => void;

/**
 * Called with a value that the user's code is about to get. It must not throw, and must not change the value.
 * @example
 * ```ts
 * const onValue: OnValue = (value) => console.log(value); // 7
 * settle(7, ROOT_CONTEXT, () => {}, onValue);
 * ```
 */
export type OnValue = (value: unknown) => void;

/** A normal end. */
export const SUCCESS: Completion = { isError: false };

/**
 * Defines a property on an object that belongs to the user: hidden from enumeration, and open to later changes.
 *
 * @returns False where the object cannot be changed.
 * @example
 * ```ts
 * const query = { text: 'select 1' };
 * console.log(defineHidden(query, 'isObserved', true), Object.keys(query)); // true [ 'text' ]
 * console.log(defineHidden(Object.freeze({}), 'isObserved', true)); // false
 * ```
 */
export function defineHidden(target: object, key: PropertyKey, value: unknown): boolean {
  return Reflect.defineProperty(target, key, {
    value,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}
