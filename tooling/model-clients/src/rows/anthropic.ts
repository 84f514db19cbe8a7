import type Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@botanu-tooling/model-servers';
import { standardCases } from '../standard-cases';
import { collect } from '../streams';
import type { Case, Row } from '../types';

const MODEL = 'claude-sonnet-5';
const question = {
  model: MODEL,
  max_tokens: 256,
  messages: [{ role: 'user' as const, content: 'Where is my refund?' }],
};

/** The rows of one version of Anthropic's client. Its own spans are off: what they do is in the test of the election. */
export function anthropicRows(installedAs: string): Row<Anthropic>[] {
  const open: Row<Anthropic>['open'] = async ({ url }) => {
    const { default: Client } = (await import(installedAs)) as { default: typeof Anthropic };
    return new Client({ baseURL: url, apiKey: 'test', openTelemetry: false });
  };
  const cases = standardCases<Anthropic, AsyncIterable<unknown>>({
    create: (client) => client.messages.create(question),
    stream: {
      open: (client, signal) => client.messages.create({ ...question, stream: true }, { signal }),
      few: 6,
    },
  });
  const helperCases = standardCases<Anthropic, AsyncIterable<unknown>>({
    create: (client) => client.messages.stream(question).finalMessage(),
    stream: { open: async (client, signal) => client.messages.stream(question, { signal }), few: 6 },
  });
  const shared = {
    provider: 'anthropic',
    model: MODEL,
    operation: 'chat',
    // A ping is none of the client's chunks.
    leavesAfterEvents: 7,
    protocol: anthropic,
    wrapper: 'instrumentAnthropic',
    tellsInputFirst: true,
    open,
  };
  return [
    { ...shared, api: 'messages.create', cases, behaviour },
    { ...shared, api: 'messages.stream', cases: helperCases, behaviour: helperBehaviour },
  ];
}

const behaviour: Readonly<Record<string, Case<Anthropic>>> = {
  'beta messages': async ({ client }) => client.beta.messages.create(question),
  'what create returns': async ({ client }) => {
    const promise = client.messages.create(question);
    const [first, second] = await Promise.all([promise, promise]);
    return { className: promise.constructor.name, isOneValue: first === second };
  },
  withResponse: async ({ client }) => {
    const { data, response, request_id } = await client.messages.create(question).withResponse();
    return { data, status: response.status, request_id, isBodyUsed: response.bodyUsed };
  },
  asResponse: async ({ client }) => {
    const response = await client.messages.create(question).asResponse();
    return { isBodyUsed: response.bodyUsed, body: await response.json() };
  },
  'withResponse, streamed': async ({ client }) => {
    const { data } = await client.messages.create({ ...question, stream: true }).withResponse();
    return { className: data.constructor.name, chunks: await collect(data) };
  },
  'a client of other options': async ({ client }) => {
    const other = client.withOptions({ maxRetries: 0 });
    return { className: other.constructor.name, response: await other.messages.create(question) };
  },
};

const helperBehaviour: Readonly<Record<string, Case<Anthropic>>> = {
  'events of a stream helper': async ({ client }) => {
    const texts: string[] = [];
    const stream = client.messages.stream(question).on('text', (text) => texts.push(text));
    const isSameStream = stream.on('end', () => undefined) === stream;
    return { className: stream.constructor.name, isSameStream, final: await stream.finalText(), texts };
  },
  'a stream helper that is only awaited': async ({ client }) => {
    const stream = client.messages.stream(question);
    await stream.done();
    return { message: await stream.finalMessage(), isEnded: stream.ended, received: stream.receivedMessages };
  },
  'the response of a stream helper': async ({ client }) => {
    const { data, response } = await client.messages.stream(question).withResponse();
    return { status: response.status, final: await data.finalMessage() };
  },
};
