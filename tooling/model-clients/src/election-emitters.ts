import { createRequire } from 'node:module';
import { instrumentAnthropic, instrumentOpenAI, registerAiSdk, trackLlmCall } from '@botanu/llm';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import type { ElectionClient } from './election-pairs';

/** Instrumentations hook `require`, so what they are to see is required. */
const load = createRequire(import.meta.url);

/** How one request is made: in one piece, or as a stream that is read to its end or left. */
type Style = 'plain' | 'streamed' | 'broken off';

/** Asks once, and reads the answer. */
export type Ask = (style: Style) => Promise<unknown>;

const FEW = 5;
const content = 'Where is my refund?';

/**
 * A client of which the given ones report.
 *
 * @param client - The client.
 * @param emitters - Who reports.
 * @param url - The server's.
 */
export async function openReported(
  client: ElectionClient,
  emitters: ReadonlySet<string>,
  url: string,
): Promise<Reported> {
  const open = { openai: openOpenAi, anthropic: openAnthropic, 'ai-sdk': openAiSdk }[client];
  const { program, close = () => undefined } = await open(emitters, url);
  const { tracked, untracked } = asksOf(program);
  return { ask: emitters.has('trackLlmCall') ? tracked : untracked, close };
}

/** A client, and how to take off what reports for the whole process. */
export interface Reported {
  readonly ask: Ask;
  close(): void;
}

interface Opened {
  readonly program: Program;
  close?(): void;
}

interface Asks {
  readonly untracked: Ask;
  readonly tracked: Ask;
}

/** How a client is asked; `setResponse` and `observeStream` are told of what comes back. */
interface Program {
  readonly model: string;
  readonly provider: string;
  create(): Promise<unknown>;
  stream(): Promise<AsyncIterable<unknown>>;
}

function asksOf({ provider, model, create, stream }: Program): Asks {
  return {
    untracked: async (style) => (style === 'plain' ? create() : read(await stream(), style)),
    tracked: (style) =>
      trackLlmCall({ provider, model }, async (call) =>
        style === 'plain'
          ? void call.setResponse(await create())
          : read(call.observeStream(await stream()), style),
      ),
  };
}

async function read(stream: AsyncIterable<unknown>, style: Style): Promise<void> {
  let chunks = 0;
  for await (const _ of stream) {
    chunks += 1;
    if (style === 'broken off' && chunks === FEW) {
      break;
    }
  }
}

const INSTRUMENTATIONS = {
  OpenTelemetry: '@opentelemetry/instrumentation-openai',
  OpenInference: '@arizeai/openinference-instrumentation-openai',
} as const;

async function openOpenAi(emitters: ReadonlySet<string>, url: string): Promise<Opened> {
  const present = Object.entries(INSTRUMENTATIONS).filter(([name]) => emitters.has(name));
  const instrumentations = present.map(([, packageName]) => {
    const { OpenAIInstrumentation } = load(packageName) as {
      OpenAIInstrumentation: new () => Instrumentation;
    };
    return new OpenAIInstrumentation();
  });
  registerInstrumentations({ instrumentations });
  // Both together break plain calls of openai 6 ("Body is unusable"), with or without botanu.
  const installedAs = present.length > 1 ? 'openai-5' : 'openai-6';
  const { OpenAI } = load(installedAs) as typeof import('openai-6');
  const plainClient = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'test' });
  const client = emitters.has('instrumentOpenAI') ? instrumentOpenAI(plainClient) : plainClient;
  const model = 'gpt-5-mini';
  const question = { model, messages: [{ role: 'user' as const, content }] };
  const streamed = { ...question, stream: true as const, stream_options: { include_usage: true } };
  const program: Program = {
    provider: 'openai',
    model,
    create: async () => client.chat.completions.create(question),
    stream: async () => client.chat.completions.create(streamed),
  };
  return { program };
}

async function openAnthropic(emitters: ReadonlySet<string>, url: string): Promise<Opened> {
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const openTelemetry = emitters.has('Anthropic') ? { traces: true } : false;
  const plainClient = new Anthropic({ baseURL: url, apiKey: 'test', openTelemetry });
  const client = emitters.has('instrumentAnthropic') ? instrumentAnthropic(plainClient) : plainClient;
  const model = 'claude-sonnet-5';
  const question = { model, max_tokens: 256, messages: [{ role: 'user' as const, content }] };
  const program: Program = {
    provider: 'anthropic',
    model,
    create: async () => client.messages.create(question),
    stream: async () => client.messages.create({ ...question, stream: true }),
  };
  return { program };
}

/** An agent's loop: the model asks for a tool when the server says so, gets its result, and answers. */
async function openAiSdk(emitters: ReadonlySet<string>, url: string): Promise<Opened> {
  const { generateText, jsonSchema, registerTelemetry, stepCountIs, streamText, tool } = await import('ai-7');
  const { createOpenAI } = await import('@ai-sdk/openai-4');
  if (emitters.has('AI SDK')) {
    const { OpenTelemetry } = await import('@ai-sdk/otel');
    registerTelemetry(new OpenTelemetry());
  }
  if (emitters.has('registerAiSdk')) {
    registerAiSdk();
  }
  const inputSchema = jsonSchema<{ order_id: string }>({
    type: 'object',
    properties: { order_id: { type: 'string' } },
    required: ['order_id'],
    additionalProperties: false,
  });
  const execute = async () => ({ status: 'refunded' });
  const tools = { find_order: tool({ inputSchema, execute }) } as unknown as Parameters<
    typeof generateText
  >[0]['tools'] &
    object;
  const model = 'gpt-5-mini';
  const provider = createOpenAI({ baseURL: `${url}/v1`, apiKey: 'test' });
  const question = { model: provider.chat(model), prompt: content, tools, stopWhen: stepCountIs(3) };
  const program: Program = {
    provider: 'openai',
    model,
    create: async () => generateText(question),
    stream: async () => streamText({ ...question, onError: () => undefined }).fullStream,
  };
  return { program, close: () => globalThis.AI_SDK_TELEMETRY_INTEGRATIONS?.splice(0) };
}
