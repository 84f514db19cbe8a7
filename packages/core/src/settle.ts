import type { Context } from '@opentelemetry/api';
import { type OnSettled, type OnValue, SUCCESS } from './completion';
import { isPlainPromise, isThenable } from './plain-promise';
import { warnTelemetryFailed } from './safely';
import { isAsyncIterable, isIterator, observeAsyncIterable, observeIterator } from './settle-iterator';
import {
  isNodeReadable,
  isResponse,
  isWebStream,
  observeNodeReadable,
  observeResponse,
  wrapWebStream,
} from './settle-stream';
import { observeThenable } from './settle-thenable';

/**
 * Finds out when what a function returned is finished, and gives the caller exactly what was returned.
 *
 * - A plain promise comes back as a promise of the same outcome, so that a rejection that nobody handles is
 *   still reported by the runtime; `onSettled` runs before the caller's own handlers.
 * - Any other thenable (a promise subclass, a query builder) comes back as the same object, and its `then` is
 *   never called by us: many start their work there. Calls of the application are observed in passing.
 * - Generators and async iterables come back as the same object; each `next()` runs inside the context.
 * - A web `ReadableStream` is wrapped; a Node `Readable` and a `Response` are the same object, observed.
 * - Everything else (arrays, Maps, strings) is a value, and finished now.
 *
 * What a promise is fulfilled with is treated alike.
 *
 * @param value - What the function returned.
 * @param context - In which the application's generators go on.
 * @param onSettled - Called when the value is finished; only the first call counts.
 * @param onValue - Called with what the caller is about to get, before `onSettled`: with what was
 * returned, or with what a promise was fulfilled with. A thenable that gives several (openai's `withResponse()`)
 * has each of them looked at, a `Response` what its body was read as.
 * @returns What to hand to the caller.
 * @example
 * ```ts
 * const articles = settle(agent.search(ticket.text), ROOT_CONTEXT, ({ isError }) => {
 *   console.log(isError); // false
 * });
 * console.log((await articles).length); // 1
 * ```
 */
export function settle<T>(value: T, context: Context, onSettled: OnSettled, onValue?: OnValue): T {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    onValue?.(value);
    onSettled(SUCCESS);
    return value;
  }
  /** An object that throws when it is looked at (a Proxy, a getter) is the caller's all the same. */
  function look<V>(result: V, settleIt: () => V): V {
    try {
      return settleIt();
    } catch (error) {
      warnTelemetryFailed('look at a result', error);
      onSettled(SUCCESS);
      return result;
    }
  }
  const settleResult = (result: unknown): unknown =>
    look(result, () => settleObject(result, context, onSettled, onValue));
  return look(value, () => {
    if (isPlainPromise(value)) {
      return value.then(settleResult, (error: unknown) => {
        onSettled({ isError: true, error });
        throw error;
      }) as T;
    }
    return isThenable(value)
      ? observeThenable(value, context, settleResult, onSettled, onValue)
      : settleObject(value, context, onSettled, onValue);
  });
}

function settleObject<T>(value: T, context: Context, onSettled: OnSettled, onValue: OnValue | undefined): T {
  onValue?.(value);
  if (typeof value === 'object' && value !== null) {
    // The order matters: a Node Readable and a web stream are async iterables, too.
    if (isWebStream(value)) {
      return wrapWebStream(value, context, onSettled) as T;
    }
    if (isNodeReadable(value)) {
      return observeNodeReadable(value, onSettled);
    }
    if (isResponse(value)) {
      return observeResponse(value, context, onSettled, onValue);
    }
    if (isIterator(value)) {
      return observeIterator(value, context, onSettled);
    }
    if (isAsyncIterable(value)) {
      return observeAsyncIterable(value, context, onSettled);
    }
  }
  onSettled(SUCCESS);
  return value;
}
