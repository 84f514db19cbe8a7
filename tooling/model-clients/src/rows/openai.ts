import { openAi } from '@botanu-tooling/model-servers';
import type OpenAI from 'openai-6';
import type { AzureOpenAI } from 'openai-6';
import { standardCases } from '../standard-cases';
import { collect } from '../streams';
import type { Case, Row } from '../types';

const MODEL = 'gpt-5-mini';
const question = { model: MODEL, messages: [{ role: 'user' as const, content: 'Where is my refund?' }] };
const withUsage = { stream: true as const, stream_options: { include_usage: true } };
const input = { model: MODEL, input: 'Where is my refund?' };

/** The rows of one version of the `openai` client; all versions share the API that is used here. */
export function openAiRows(installedAs: string): Row<OpenAI>[] {
  const shared = {
    provider: 'openai',
    model: MODEL,
    protocol: openAi,
    wrapper: 'instrumentOpenAI',
    open: async (server: { url: string }) => {
      const { default: Client } = (await import(installedAs)) as { default: typeof OpenAI };
      return new Client({ baseURL: `${server.url}/v1`, apiKey: 'test' });
    },
  };
  const behaviour = installedAs === 'openai-4' ? chatBehaviour : { ...chatBehaviour, ...laterBehaviour };
  const azure = {
    ...shared,
    api: 'chat.completions (AzureOpenAI)',
    provider: 'azure_openai',
    operation: 'chat',
    cases: chatCases,
    open: async ({ url }: { url: string }) => {
      const { AzureOpenAI: Client } = (await import(installedAs)) as { AzureOpenAI: typeof AzureOpenAI };
      return new Client({ baseURL: `${url}/openai`, apiKey: 'test', apiVersion: '2025-04-01-preview' });
    },
  };
  return [
    { ...shared, api: 'chat.completions', operation: 'chat', cases: chatCases, behaviour },
    azure,
    { ...shared, api: 'responses', operation: 'chat', cases: responsesCases },
    { ...shared, api: 'completions', operation: 'text_completion', cases: completionCases },
    { ...shared, api: 'embeddings', operation: 'embeddings', cases: embeddingsCases },
  ];
}

const chatCases = standardCases<OpenAI, AsyncIterable<unknown>>({
  create: (client) => client.chat.completions.create(question),
  stream: {
    open: (client, signal) => client.chat.completions.create({ ...question, ...withUsage }, { signal }),
  },
});

const responsesCases = standardCases<OpenAI, AsyncIterable<unknown>>({
  create: (client) => client.responses.create(input),
  stream: {
    open: (client, signal) => client.responses.create({ ...input, stream: true }, { signal }),
    few: 8,
  },
});

const prompt = { model: MODEL, prompt: 'Where is my refund?' };

const {
  plain,
  streamed,
  429: rateLimited,
  500: failed,
} = standardCases<OpenAI, AsyncIterable<unknown>>({
  create: (client) => client.completions.create(prompt),
  stream: { open: (client, signal) => client.completions.create({ ...prompt, ...withUsage }, { signal }) },
});

const completionCases = { plain, streamed, 429: rateLimited, 500: failed } as Row<OpenAI>['cases'];

const embed: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const response = await client.embeddings.create({ model: MODEL, input: 'Where is my refund?' });
    call.setResponse(response);
    return response;
  });

const embeddingsCases: Row<OpenAI>['cases'] = { plain: embed, 429: embed, 500: embed };

const chatBehaviour: Readonly<Record<string, Case<OpenAI>>> = {
  'what create returns': async ({ client }) => {
    const promise = client.chat.completions.create(question);
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(promise)).sort();
    const [first, second] = await Promise.all([promise, promise]);
    return { className: promise.constructor.name, names, isOneValue: first === second };
  },
  withResponse: async ({ client }) => {
    const { data, response, request_id } = await client.chat.completions.create(question).withResponse();
    return { data, status: response.status, request_id, isBodyUsed: response.bodyUsed };
  },
  asResponse: async ({ client }) => {
    const response = await client.chat.completions.create(question).asResponse();
    return {
      className: response.constructor.name,
      isBodyUsed: response.bodyUsed,
      body: await response.json(),
    };
  },
  'asResponse, streamed': async ({ client }) => {
    const response = await client.chat.completions.create({ ...question, ...withUsage }).asResponse();
    return { isBodyUsed: response.bodyUsed, body: await response.text() };
  },
  'withResponse, streamed': async ({ client }) => {
    const { data } = await client.chat.completions.create({ ...question, ...withUsage }).withResponse();
    return { className: data.constructor.name, chunks: await collect(data) };
  },
  'what a stream is': async ({ client }) => {
    const stream = await client.chat.completions.create({ ...question, ...withUsage });
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(stream)).sort();
    const seen = {
      className: stream.constructor.name,
      names,
      controller: stream.controller.constructor.name,
    };
    return { ...seen, chunks: await collect(stream) };
  },
  'stream tee': async ({ client }) => {
    const [left, right] = (await client.chat.completions.create({ ...question, ...withUsage })).tee();
    return Promise.all([collect(left), collect(right)]);
  },
  'stream toReadableStream': async ({ client }) => {
    const stream = await client.chat.completions.create({ ...question, ...withUsage });
    return new Response(stream.toReadableStream()).text();
  },
  'a stream is read once': async ({ client }) => {
    const stream = await client.chat.completions.create({ ...question, ...withUsage });
    await collect(stream);
    return collect(stream);
  },
  'a wrong call': async ({ client }) => client.chat.completions.create({ model: MODEL } as typeof question),
  'a promise that nobody awaits': async ({ client, server }) => {
    void client.chat.completions.create(question);
    while (server.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return 'sent';
  },
};

/** From version 5 on. */
const laterBehaviour: typeof chatBehaviour = {
  'a client of other options': async ({ client }) => {
    const other = client.withOptions({ maxRetries: 0 });
    return { className: other.constructor.name, response: await other.chat.completions.create(question) };
  },
};
