import {
  type AnyFunction,
  assertTrackerOptions,
  createWrapper,
  type FunctionWrapper,
} from '@botanu/core/authoring';
import { CallReader } from './call-reader';
import { asFields, textOf } from './fields';
import { LlmCallSpan } from './llm-call';
import type { LlmCallOptions } from './types';

const USAGE = "llmInstrumented({ provider: 'openai' })((request) => { ... })";

/** What `llmInstrumented()` needs to know. */
export interface LlmInstrumentedOptions extends Omit<LlmCallOptions, 'model' | 'clientRequestId'> {
  /**
   * Where the model's name is: a property of the first argument. Where the first argument is a text, that is the model.
   * @defaultValue `'model'`
   */
  readonly modelParam?: string | undefined;
  /**
   * Whether usage, id, model and finish reasons are read from what the function returns, streams included.
   * @defaultValue true
   */
  readonly tokensFromResponse?: boolean | undefined;
}

/**
 * Makes a wrapper of functions that call a model: a higher-order function, a TC39 method decorator and a legacy one.
 * Each call of what it wraps is a tracked model call, with the guarantees of `trackLlmCall()`.
 *
 * @param options - Who is called, and where the model's name is.
 * @returns The wrapper. What it wraps keeps its `this`, `name` and `length`.
 * @throws TypeError at once, where `provider` is absent.
 * @example
 * ```ts
 * class Client {
 *   @llmInstrumented({ provider: 'openai' })
 *   chat(request: { model: string; messages: { role: 'user'; content: string }[] }) {
 *     return openai.chat.completions.create(request);
 *   }
 * }
 * const messages = [{ role: 'user' as const, content: ticket.text }];
 * const completion = await new Client().chat({ model: 'gpt-4o', messages });
 * ```
 */
export function llmInstrumented(options: LlmInstrumentedOptions): FunctionWrapper<never>;
/**
 * Wraps one function that calls a model.
 *
 * @param options - As above.
 * @param fn - The function.
 * @returns A function of the same type.
 * @throws TypeError at once, where `provider` is absent or `fn` is no function.
 * @example
 * ```ts
 * const chat = llmInstrumented({ provider: 'openai' }, (request: { model: string; input: string }) =>
 *   openai.embeddings.create(request),
 * );
 * ```
 */
export function llmInstrumented<F extends AnyFunction>(options: LlmInstrumentedOptions, fn: F): F;
export function llmInstrumented(options: LlmInstrumentedOptions, ...rest: [fn?: AnyFunction]): unknown {
  assertTrackerOptions('llmInstrumented', USAGE, options, ['provider']);
  const wrap = createWrapper<never>('llmInstrumented({ ... })', (original) => {
    return function run(this: unknown, ...parameters: never[]): unknown {
      const call = new LlmCallSpan({ ...options, model: modelIn(parameters[0], options.modelParam) });
      const run = (): unknown => original.apply(this, parameters);
      return options.tokensFromResponse === false ? call.run(run) : new CallReader(call).run(run);
    };
  });
  return rest.length === 0 ? wrap : (wrap as (fn: AnyFunction | undefined) => unknown)(rest[0]);
}

function modelIn(first: unknown, modelParam = 'model'): string | undefined {
  try {
    return textOf(first) ?? textOf(asFields(first)?.[modelParam]);
  } catch {
    // A getter of the application's threw, and will throw again where the application calls it.
    return undefined;
  }
}
