import { type Context, context as openTelemetryContext } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { defineHidden, type OnSettled, type OnValue, SUCCESS } from './completion';
import { intercept, methodNames } from './intercept';
import { isPlainPromise } from './plain-promise';

type Handler = ((value: unknown) => unknown) | null | undefined;

/**
 * Observes a thenable that has a life of its own, in place. Its `then` is intercepted; on a promise subclass,
 * the methods that the subclass adds are, too (openai's `asResponse()` finishes a call without any `then`).
 * What the thenable does, a query say, it does inside the context; the application's handlers stay in theirs.
 *
 * @param thenable - The thenable; never asked to do anything.
 * @param context - In which it works.
 * @param settleResult - Called with the first result that the application is about to get; what it returns is
 * handed on.
 * @param onSettled - Called at a rejection.
 * @param onValue - Called with the results behind the first.
 * @returns The same object.
 */
export function observeThenable<T extends PromiseLike<unknown>>(
  thenable: T,
  context: Context,
  settleResult: (result: unknown) => unknown,
  onSettled: OnSettled,
  onValue: OnValue | undefined,
): T {
  const originalThen = thenable.then as PromiseLike<unknown>['then'];
  let isFirst = true;
  const fulfil = (result: unknown): unknown => {
    if (isFirst) {
      isFirst = false;
      return settleResult(result);
    }
    onValue?.(result);
    return result;
  };
  function then(this: PromiseLike<unknown>, onFulfilled: Handler, onRejected: Handler): PromiseLike<unknown> {
    const caller = openTelemetryContext.active();
    const start = (): PromiseLike<unknown> =>
      originalThen.call(
        this,
        (result) => {
          const settled = fulfil(result);
          return typeof onFulfilled === 'function' ? callInContext(caller, onFulfilled, settled) : settled;
        },
        (error: unknown) => {
          onSettled({ isError: true, error });
          if (typeof onRejected === 'function') {
            return callInContext(caller, onRejected, error);
          }
          throw error;
        },
      );
    return callInContext(context, start);
  }
  if (thenable instanceof Promise) {
    intercept(thenable, methodNames(thenable, Promise.prototype), context, onSettled, (result, isAsync) => {
      if (isAsync) {
        return fulfil(result);
      }
      // A method may give another promise of the kind, to be used instead: openai's `_thenUnwrap()`.
      return isAnotherPromise(result, thenable)
        ? observeThenable(result, context, fulfil, onSettled, onValue)
        : result;
    });
  }
  if (!defineHidden(thenable, 'then', then)) {
    // A frozen thenable: its end cannot be known, so the call itself is what is measured.
    onSettled(SUCCESS);
  }
  return thenable;
}

function isAnotherPromise(result: unknown, thenable: object): result is Promise<unknown> {
  return result !== thenable && result instanceof Promise && !isPlainPromise(result);
}
