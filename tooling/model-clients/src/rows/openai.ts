import { openAi } from '@botanu-tooling/model-servers';
import type OpenAI from 'openai-6';
import { collect, collectFew, collectUntilAborted } from '../streams';
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
  return [
    { ...shared, api: 'chat.completions', operation: 'chat', cases: chatCases, behaviour: chatBehaviour },
    { ...shared, api: 'responses', operation: 'chat', cases: responsesCases },
    { ...shared, api: 'completions', operation: 'text_completion', cases: completionCases },
    { ...shared, api: 'embeddings', operation: 'embeddings', cases: embeddingsCases },
  ];
}

const createChat: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const response = await client.chat.completions.create(question);
    call.setResponse(response);
    return response;
  });

const streamChat: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const stream = await client.chat.completions.create({ ...question, ...withUsage });
    return collect(call.observeStream(stream));
  });

const chatCases: Row<OpenAI>['cases'] = {
  plain: createChat,
  streamed: streamChat,
  'broken off': ({ client, track }) =>
    track(async (call) => {
      const stream = await client.chat.completions.create({ ...question, ...withUsage });
      return collectFew(call.observeStream(stream));
    }),
  aborted: ({ client, track }) =>
    track(async (call) => {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = await client.chat.completions.create({ ...question, ...withUsage }, { signal });
      return collectUntilAborted(call.observeStream(stream), controller);
    }),
  429: createChat,
  500: createChat,
  tools: createChat,
  'tools streamed': streamChat,
  cached: createChat,
  'cached streamed': streamChat,
};

const createResponse: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const response = await client.responses.create(input);
    call.setResponse(response);
    return response;
  });

const streamResponse: Case<OpenAI> = ({ client, track }) =>
  track(async (call) =>
    collect(call.observeStream(await client.responses.create({ ...input, stream: true }))),
  );

/** A stream of this protocol begins with four events that hold no text. */
const EIGHT = 8;

const responsesCases: Row<OpenAI>['cases'] = {
  plain: createResponse,
  streamed: streamResponse,
  'broken off': ({ client, track }) =>
    track(async (call) =>
      collectFew(call.observeStream(await client.responses.create({ ...input, stream: true })), EIGHT),
    ),
  aborted: ({ client, track }) =>
    track(async (call) => {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = await client.responses.create({ ...input, stream: true }, { signal });
      return collectUntilAborted(call.observeStream(stream), controller, EIGHT);
    }),
  429: createResponse,
  500: createResponse,
  tools: createResponse,
  'tools streamed': streamResponse,
  cached: createResponse,
  'cached streamed': streamResponse,
};

const createCompletion: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const response = await client.completions.create({ model: MODEL, prompt: 'Where is my refund?' });
    call.setResponse(response);
    return response;
  });

const streamCompletion: Case<OpenAI> = ({ client, track }) =>
  track(async (call) => {
    const prompt = { model: MODEL, prompt: 'Where is my refund?' };
    return collect(call.observeStream(await client.completions.create({ ...prompt, ...withUsage })));
  });

const completionCases: Row<OpenAI>['cases'] = {
  plain: createCompletion,
  streamed: streamCompletion,
  429: createCompletion,
  500: createCompletion,
};

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
  'a client of other options': async ({ client }) => {
    const other = client.withOptions({ maxRetries: 0 });
    return { className: other.constructor.name, response: await other.chat.completions.create(question) };
  },
  'a wrong call': async ({ client }) => client.chat.completions.create({} as typeof question),
  'a promise that nobody awaits': async ({ client, server }) => {
    void client.chat.completions.create(question);
    while (server.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return 'sent';
  },
};
