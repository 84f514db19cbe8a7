import { type Context, context as openTelemetryContext } from '@opentelemetry/api';
import { settleWhenCollected } from './collected';
import { defineHidden, type OnSettled, SUCCESS } from './completion';
import { isPlainPromise } from './settle-thenable';

type IteratorMethod = (...parameters: unknown[]) => unknown;

type AnyIterator = { next: IteratorMethod } & Partial<Record<'return' | 'throw', IteratorMethod>>;

/**
 * Whether a value is a generator of either kind, also a down-levelled one. The iterators of arrays and Maps
 * have no `throw`: they are values.
 */
export function isIterator(value: object): value is AnyIterator {
  const { next, throw: throwInto } = value as Partial<AnyIterator>;
  return (
    typeof next === 'function' &&
    typeof throwInto === 'function' &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Whether `for await` gets its own iterator from the value. */
export function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';
}

/**
 * Observes a generator or iterator in place: every step runs inside the context, and the end is reported, be it
 * the last value, an error, a `return()` (that is `break`) or a `throw()`.
 *
 * @returns The same object.
 */
export function observeIterator<T extends AnyIterator>(
  iterator: T,
  context: Context,
  onSettled: OnSettled,
): T {
  for (const name of ['next', 'return', 'throw'] as const) {
    const method = iterator[name];
    if (method !== undefined && !defineHidden(iterator, name, observedStep(method, context, onSettled))) {
      onSettled(SUCCESS);
      return iterator;
    }
  }
  settleWhenCollected(iterator, onSettled);
  return iterator;
}

/**
 * Observes an async iterable in place: the iterators that it gives out are observed.
 *
 * @returns The same object.
 */
export function observeAsyncIterable<T extends AsyncIterable<unknown>>(
  iterable: T,
  context: Context,
  onSettled: OnSettled,
): T {
  const createIterator = iterable[Symbol.asyncIterator];
  const observed = function (this: unknown): AnyIterator {
    const iterator = openTelemetryContext.with(context, () => createIterator.call(this as T));
    return observeIterator(iterator as AnyIterator, context, onSettled);
  };
  if (!defineHidden(iterable, Symbol.asyncIterator, observed)) {
    onSettled(SUCCESS);
    return iterable;
  }
  settleWhenCollected(iterable, onSettled);
  return iterable;
}

function observedStep(method: IteratorMethod, context: Context, onSettled: OnSettled): IteratorMethod {
  const fail = (error: unknown): never => {
    onSettled({ isError: true, error });
    throw error;
  };
  const report = (result: unknown): unknown => {
    // A `return()` that a `finally` block answers with another value is not the end.
    if ((result as Partial<IteratorResult<unknown>> | undefined)?.done === true) {
      onSettled(SUCCESS);
    }
    return result;
  };
  return function step(this: unknown, ...parameters) {
    let result: unknown;
    try {
      result = openTelemetryContext.with(context, () => method.apply(this, parameters));
    } catch (error) {
      return fail(error);
    }
    return isPlainPromise(result) ? result.then(report, fail) : report(result);
  };
}
