import type { Context } from '@opentelemetry/api';
import { whenCollected } from './collected';
import { type OnSettled, SUCCESS } from './completion';
import { intercept } from './intercept';

/**
 * Whether a value is a generator of either kind, also a down-levelled one. The iterators of arrays and Maps
 * have no `throw`: they are values.
 */
export function isIterator(value: object): boolean {
  const { next, throw: throwInto } = value as Partial<Generator>;
  return (
    typeof next === 'function' &&
    typeof throwInto === 'function' &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Whether `for await` gets its own iterator from the value. */
export function isAsyncIterable(value: object): boolean {
  return typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';
}

/**
 * Observes a generator or iterator in place: every step runs inside the context, and the end is reported, be it
 * the last value, an error, a `return()` (that is `break`) or a `throw()`.
 *
 * @returns The same object.
 */
export function observeIterator<T extends object>(iterator: T, context: Context, onSettled: OnSettled): T {
  const isObserved = intercept(iterator, ['next', 'return', 'throw'], context, onSettled, (result) =>
    endWhenDone(result, onSettled),
  );
  return observed(iterator, isObserved, onSettled);
}

/**
 * Observes an async iterable in place: the iterators that it gives out are observed.
 *
 * @returns The same object.
 */
export function observeAsyncIterable<T extends object>(
  iterable: T,
  context: Context,
  onSettled: OnSettled,
): T {
  const isObserved = intercept(iterable, [Symbol.asyncIterator], context, onSettled, (iterator) =>
    observeIterator(iterator as object, context, onSettled),
  );
  return observed(iterable, isObserved, onSettled);
}

/** A `return()` that a `finally` block answers with another value is not the end: only `done` is. */
function endWhenDone(result: unknown, onSettled: OnSettled): unknown {
  if ((result as Partial<IteratorResult<unknown>> | undefined)?.done === true) {
    onSettled(SUCCESS);
  }
  return result;
}

function observed<T extends object>(value: T, isObserved: boolean, onSettled: OnSettled): T {
  if (isObserved) {
    whenCollected(value, () => onSettled(SUCCESS));
  } else {
    onSettled(SUCCESS);
  }
  return value;
}
