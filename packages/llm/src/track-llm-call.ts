import { assertTrackedFunction, assertTrackerOptions } from '@botanu/core/authoring';
import { LlmCallSpan } from './llm-call';
import type { LlmCall, LlmCallOptions, LlmCallScope } from './types';

const NAME = 'trackLlmCall';
const USAGE = "trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, (call) => { ... })";
const REQUIRED = ['provider', 'model'];

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
  assertTrackerOptions(NAME, USAGE, options, REQUIRED);
  assertTrackedFunction(NAME, USAGE, fn);
  const call = new LlmCallSpan(options);
  return call.run(fn, (value) => call.onReturn(value));
}

function start(options: LlmCallOptions): LlmCallScope {
  assertTrackerOptions(NAME, USAGE, options, REQUIRED);
  const call = new LlmCallSpan(options);
  return call.toManualScope(() => call.hasResponse);
}

/**
 * Tracks model calls: see {@link TrackLlmCall}.
 * @example
 * ```ts
 * await trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, async (call) => {
 *   const messages = [{ role: 'user' as const, content: ticket.text }];
 *   const completion = await openai.chat.completions.create({ model: 'gpt-4o', messages });
 *   call.setResponse(completion);
 *   return completion;
 * });
 * ```
 */
export const trackLlmCall: TrackLlmCall = /* @__PURE__ */ Object.assign(run, { start });
