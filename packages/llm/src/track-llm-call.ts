import { LlmCallSpan } from './llm-call';
import type { LlmCall, LlmCallOptions, LlmCallScope } from './types';

const USAGE = "Write trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, (call) => { ... }).";

/**
 * Both ways to track a model call: see {@link trackLlmCall}.
 */
export interface TrackLlmCall {
  /**
   * Runs a function as one call of a model: its span has the provider, the model, the attempt, the duration and the
   * class of an error, and what the function says of the call.
   *
   * The function is called exactly once and its result is yours unchanged, with the guarantees of `event()`: sync stays
   * sync, a promise subclass (openai's `APIPromise`) comes back as the same object, what is thrown is thrown. The span
   * ends when all of it has ended, streams included.
   *
   * @param options - `provider` and `model` must be written, even if only as `undefined`.
   * @param fn - Called with the call.
   * @returns What `fn` returned.
   * @throws TypeError at once, where one of the two keys is absent or `fn` is no function.
   * @example
   * ```ts
   * const completion = await trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, async (call) => {
   *   const response = await client.chat.completions.create(request);
   *   call.setResponse(response);
   *   return response;
   * });
   * ```
   */
  <T>(options: LlmCallOptions, fn: (call: LlmCall) => T): T;

  /**
   * Begins a model call for code that cannot be a callback. Its span is current only inside `scope.with(fn)`.
   *
   * @param options - As above.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without any of them,
   * and without a response, it is a failure.
   * @throws TypeError at once, where one of the two keys is absent.
   * @example
   * ```ts
   * using scope = trackLlmCall.start({ provider: 'openai', model: 'gpt-4o' });
   * const response = await scope.with(() => client.chat.completions.create(request));
   * scope.call.setResponse(response);
   * scope.end();
   * ```
   */
  readonly start: (options: LlmCallOptions) => LlmCallScope;
}

function run<T>(options: LlmCallOptions, fn: (call: LlmCall) => T): T {
  assertOptions(options);
  if (typeof fn !== 'function') {
    throw new TypeError(`trackLlmCall() needs the function to run as its second argument. ${USAGE}`);
  }
  const call = new LlmCallSpan(options);
  return call.run(fn, (value) => call.onReturn(value));
}

function start(options: LlmCallOptions): LlmCallScope {
  assertOptions(options);
  const call = new LlmCallSpan(options);
  return call.toManualScope(() => call.hasResponse);
}

/** Tracks model calls: see {@link TrackLlmCall}. */
export const trackLlmCall: TrackLlmCall = /* @__PURE__ */ Object.assign(run, { start });

/** Misuse that a developer sees at the first call. */
function assertOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`trackLlmCall() needs its options first. ${USAGE}`);
  }
  for (const key of ['provider', 'model']) {
    if (!(key in options)) {
      throw new TypeError(
        `trackLlmCall() needs "${key}". ${USAGE} Where it is not known, say so: ${key}: undefined.`,
      );
    }
  }
}
