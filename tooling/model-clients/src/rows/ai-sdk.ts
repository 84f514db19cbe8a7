import type { createOpenAI } from '@ai-sdk/openai-4';
import { openAi } from '@botanu-tooling/model-servers';
import type * as Ai from 'ai-7';
import { standardCases } from '../standard-cases';
import type { Row } from '../types';

const MODEL = 'gpt-5-mini';

/** The SDK and a model of it. */
export interface AiSdk {
  readonly sdk: typeof Ai;
  readonly model: Ai.LanguageModel;
}

/** The rows of one version of the AI SDK, with the provider package that belongs to it. */
export function aiSdkRows(installedAs: 'ai-6' | 'ai-7', providerInstalledAs: string): Row<AiSdk>[] {
  const open =
    (api: 'chat' | 'responses'): Row<AiSdk>['open'] =>
    async ({ url }) => {
      const sdk = (await import(installedAs)) as typeof Ai;
      const provider = (await import(providerInstalledAs)) as { createOpenAI: typeof createOpenAI };
      return { sdk, model: provider.createOpenAI({ baseURL: `${url}/v1`, apiKey: 'test' })[api](MODEL) };
    };
  const shared = { provider: 'openai', model: MODEL, operation: 'chat', protocol: openAi };
  const wrapper = installedAs === 'ai-7' ? { wrapper: 'registerAiSdk' } : {};
  return [
    { ...shared, ...wrapper, api: 'generateText, streamText (chat)', open: open('chat'), cases, behaviour },
    {
      ...shared,
      ...wrapper,
      api: 'generateText, streamText (responses)',
      open: open('responses'),
      cases,
      leavesAfterEvents: 7,
    },
  ];
}

function question({ sdk, model }: AiSdk) {
  const inputSchema = sdk.jsonSchema<{ order_id: string }>({
    type: 'object',
    properties: { order_id: { type: 'string' } },
    required: ['order_id'],
    additionalProperties: false,
  });
  // Without `execute`, so that a call of it ends the generation.
  const tools = { find_order: sdk.tool({ inputSchema }) } as unknown as Ai.ToolSet;
  return { model, prompt: 'Where is my refund?', tools };
}

/** The parts of a stream without what differs from run to run: times and random ids. */
async function* partsOf(stream: AsyncIterable<Ai.TextStreamPart<Ai.ToolSet>>): AsyncGenerator<unknown> {
  for await (const part of stream) {
    const { type, text, toolName, finishReason, totalUsage } = part as unknown as Record<string, unknown>;
    yield { type, text, toolName, finishReason, totalUsage };
  }
}

const cases = standardCases<AiSdk, AsyncIterable<Ai.TextStreamPart<Ai.ToolSet>>>({
  create: (ai) => ai.sdk.generateText(question(ai)),
  seen: (result) => {
    const { text, finishReason, usage, toolCalls } = result as Awaited<ReturnType<typeof Ai.generateText>>;
    const calls = toolCalls.map(({ toolName, input }) => ({ toolName, input }));
    return { className: (result as object).constructor.name, text, finishReason, usage, calls };
  },
  stream: {
    open: async (ai, abortSignal) =>
      ai.sdk.streamText({ ...question(ai), abortSignal, onError: () => undefined }).fullStream,
    chunks: partsOf,
    few: 6,
  },
});

const behaviour: Row<AiSdk>['behaviour'] & object = {
  'the promises of a stream': async ({ client }) => {
    const result = client.sdk.streamText(question(client));
    const texts: string[] = [];
    for await (const text of result.textStream) {
      texts.push(text);
    }
    return { texts, text: await result.text, usage: await result.usage, reason: await result.finishReason };
  },
  'a stream that is only consumed': async ({ client }) => {
    const result = client.sdk.streamText(question(client));
    await result.consumeStream();
    return result.text;
  },
};
