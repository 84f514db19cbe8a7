import type OpenAI from 'openai-6';
import { collect } from '../streams';
import type { Case } from '../types';

/** The model that is asked. */
export const MODEL = 'gpt-5-mini';

/** What it is asked. */
export const question = {
  model: MODEL,
  messages: [{ role: 'user' as const, content: 'Where is my refund?' }],
};

/** Asks for a stream that tells its usage. */
export const withUsage = { stream: true as const, stream_options: { include_usage: true } };

/** What a wrapped client must keep, of all versions. */
export const chatBehaviour: Readonly<Record<string, Case<OpenAI>>> = {
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
  'streamed without asking for the usage': async ({ client }) =>
    collect(await client.chat.completions.create({ ...question, stream: true })),
  'a wrong call': async ({ client }) => client.chat.completions.create({ model: MODEL } as typeof question),
  'a promise that nobody awaits': async ({ client, server }) => {
    void client.chat.completions.create(question);
    while (server.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return 'sent';
  },
};

/** What the client has from version 5 on. */
export const behaviourFrom5: typeof chatBehaviour = {
  'a stream helper': async ({ client }) => {
    const stream = client.chat.completions.stream({ ...question, ...withUsage });
    const texts: string[] = [];
    const isSameStream = stream.on('content', (text) => texts.push(text)) === stream;
    const { choices } = await stream.finalChatCompletion();
    return { className: stream.constructor.name, isSameStream, texts, choices };
  },
  'a stream helper that is iterated': async ({ client }) =>
    collect(client.chat.completions.stream({ ...question, ...withUsage })),
  parse: async ({ client }) => client.chat.completions.parse(question),
  'tools that the client runs': async ({ client, server }) => {
    server.behave({ reply: 'tools' });
    const find = { name: 'find_order', description: '', parameters: {}, function: () => 'refunded' };
    const tools = [{ type: 'function' as const, function: find }];
    const runner = client.chat.completions.runTools({ ...question, tools });
    return { className: runner.constructor.name, content: await runner.finalContent() };
  },
  'a client of other options': async ({ client }) => {
    const other = client.withOptions({ maxRetries: 0 });
    return { className: other.constructor.name, response: await other.chat.completions.create(question) };
  },
};
