import { callInContext, createWrapper } from '@botanu/core/authoring';
import { CallReader } from './call-reader';
import { asFields, type Fields, textOf } from './fields';
import { isInstrumented, openCall, replaceMethod } from './instrument-method';
import type { InstrumentOptions } from './instrument-openai';
import type { LlmCallSpan } from './llm-call';
import { ModelOperation } from './operation';
import type { LlmCallOptions } from './types';

type Send = (...parameters: unknown[]) => unknown;
type Callback = (error: unknown, output: unknown) => void;

/**
 * Tracks Converse, ConverseStream, InvokeModel and InvokeModelWithResponseStream of an
 * `@aws-sdk/client-bedrock-runtime` client, in place: the client stays the same object, and all its other commands are
 * as they were. Wrapping twice is once. The AWS client tries a request again by itself: that is one call.
 *
 * @param client - A `BedrockRuntimeClient`, or the `BedrockRuntime` that has a method for each command.
 * @param options - Who is paid, where that is not AWS.
 * @returns The same client.
 * @example
 * ```ts
 * import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
 *
 * const client = instrumentBedrock(new BedrockRuntimeClient({ region: 'eu-central-1' }));
 * console.log(client instanceof BedrockRuntimeClient); // true
 * ```
 */
export function instrumentBedrock<Client extends object>(
  client: Client,
  options: InstrumentOptions = {},
): Client {
  const { send } = client as Fields;
  if (typeof send !== 'function' || isInstrumented(send)) {
    return client;
  }
  const { provider = 'aws.bedrock' } = options;
  const wrap = createWrapper<never>('send', (original) => {
    return function tracked(this: unknown, ...parameters: unknown[]): unknown {
      const command = asFields(parameters[0]);
      const call = openCall(command?.input, (input) => describe(command, input, provider));
      const run = (): unknown => (original as Send).apply(this, parameters);
      if (call === undefined) {
        return run();
      }
      return isCallback(parameters.at(-1))
        ? sendWithCallback(call, original as Send, this, parameters)
        : new CallReader(call).run(run);
    };
  });
  replaceMethod(client, 'send', wrap(send as Send));
  return client;
}

/** Bundlers rename classes: the input tells the command where its name does not. */
function describe(command: Fields | undefined, input: Fields, provider: string): LlmCallOptions | undefined {
  const model = textOf(input.modelId);
  const name = (command?.constructor as { name?: string } | undefined)?.name ?? '';
  const isConverse = Array.isArray(input.messages) || /^Converse/.test(name);
  const isInvoke = 'body' in input || /^InvokeModel/.test(name);
  if (model === undefined || !(isConverse || isInvoke)) {
    return undefined;
  }
  return { provider, model, operation: isConverse ? ModelOperation.CHAT : operationOf(model) };
}

function operationOf(model: string): ModelOperation {
  if (model.includes('embed')) {
    return ModelOperation.EMBEDDINGS;
  }
  return /image|canvas|stability/.test(model) ? ModelOperation.IMAGE_GENERATION : ModelOperation.CHAT;
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

/** `send(command, callback)` returns nothing: the call ends when its callback is called. */
function sendWithCallback(call: LlmCallSpan, send: Send, client: unknown, parameters: unknown[]): unknown {
  const callback = parameters.at(-1) as Callback;
  function finish(error: unknown, output: unknown): void {
    call.setResponse(output);
    call.observeStream(output);
    call.scope.end(error ? { isError: true, error } : { isError: false });
    callback(error, output);
  }
  try {
    return callInContext(
      call.scope.context,
      () => send.apply(client, [...parameters.slice(0, -1), finish]),
      undefined,
    );
  } catch (error) {
    call.scope.end({ isError: true, error });
    throw error;
  }
}
