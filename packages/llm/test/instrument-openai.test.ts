import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withAttempt } from '@botanu/core';
import { getRuntime } from '@botanu/core/authoring';
import { UsageElection } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { SpanStatusCode } from '@opentelemetry/api';
import OpenAI from 'openai';
import { instrumentOpenAI } from '../src';

const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: '{"ok":true}' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};
const CHUNKS = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: { content: 'lo' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  { choices: [], usage: COMPLETION.usage },
].map((chunk) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-4o-2024-08-06',
  ...chunk,
}));

const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'secret' }] };

let server: Server;
let baseURL: string;
let failures = 0;
let requests = 0;

async function stream(response: ServerResponse): Promise<void> {
  for (const chunk of [...CHUNKS.map((each) => JSON.stringify(each)), '[DONE]']) {
    response.write(`data: ${chunk}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  response.end();
}

function answer(body: string, response: ServerResponse): void {
  requests += 1;
  if (failures > 0) {
    failures -= 1;
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    response.end(JSON.stringify({ error: { message: 'slow down, secret' } }));
  } else if (body.includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void stream(response);
  } else {
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1' });
    response.end(JSON.stringify(COMPLETION));
  }
}

beforeAll(async () => {
  server = createServer((message, response) => {
    let body = '';
    message.on('data', (text) => {
      body += text;
    });
    message.on('end', () => answer(body, response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream) {
    // read
  }
}

describe.each(SDK_LINES)('instrumentOpenAI, with $name', ({ start }) => {
  let tracing: TestTracing;
  let client: OpenAI;
  beforeEach(() => {
    tracing = start();
    failures = 0;
    requests = 0;
    client = new OpenAI({ apiKey: 'k', baseURL, maxRetries: 0 });
    expect(instrumentOpenAI(client)).toBe(client);
  });
  afterEach(() => tracing.stop());

  const span = () => tracing.spanNamed('chat gpt-4o');
  const usage = () => [
    span().attributes['gen_ai.usage.input_tokens'],
    span().attributes['gen_ai.usage.output_tokens'],
    span().attributes['botanu.usage.estimated'],
  ];

  it('an answer', async () => {
    const completion = await client.chat.completions.create({ ...request, temperature: 0.5 });
    expect(completion).toMatchObject(COMPLETION);
    expect(completion._request_id).toBe('req_1');
    expect(usage()).toEqual([10, 5, undefined]);
    expect(span().attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.response.id': 'chatcmpl-1',
    });
    expect(JSON.stringify(span())).not.toContain('secret');
  });

  it('the class and its promise stay what they are', () => {
    const plain = new OpenAI({ apiKey: 'k', baseURL });
    const promise = client.chat.completions.create(request);
    promise.catch(() => {});
    expect(client).toBeInstanceOf(OpenAI);
    expect(promise.constructor.name).toBe('APIPromise');
    expect(Object.keys(client.chat.completions)).toEqual(Object.keys(plain.chat.completions));
    expect(client.chat.completions.create.name).toBe('create');
    expect(client.chat.completions.create.length).toBe(plain.chat.completions.create.length);
    return promise;
  });

  it('.withResponse()', async () => {
    const { data, response, request_id } = await client.chat.completions.create(request).withResponse();
    expect([data.id, response.status, request_id]).toEqual(['chatcmpl-1', 200, 'req_1']);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('.asResponse(), read by the application', async () => {
    const response = await client.chat.completions.create(request).asResponse();
    expect(tracing.endedSpans()).toEqual([]);
    expect(await response.json()).toEqual(COMPLETION);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('.parse()', async () => {
    const completion = await client.chat.completions.parse({
      ...request,
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: {} } },
    });
    expect(completion.choices[0]?.message.content).toBe('{"ok":true}');
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('.parse() of a request that fails', async () => {
    failures = 1;
    await expect(client.chat.completions.parse(request)).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    expect(span().attributes['error.type']).toBe('RateLimitError');
  });

  it('a stream', async () => {
    const stream = await client.chat.completions.create({ ...request, stream: true });
    const seen: unknown[] = [];
    for await (const chunk of stream) {
      seen.push(chunk);
    }
    expect(seen).toEqual(CHUNKS);
    expect(usage()).toEqual([10, 5, undefined]);
    expect(span().attributes['gen_ai.response.finish_reasons']).toEqual(['stop']);
  });

  it('both halves of tee()', async () => {
    const stream = await client.chat.completions.create({ ...request, stream: true });
    const counts = await Promise.all(
      stream.tee().map(async (half) => {
        let count = 0;
        for await (const _ of half) {
          count += 1;
        }
        return count;
      }),
    );
    expect(counts).toEqual([4, 4]);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('toReadableStream()', async () => {
    const stream = await client.chat.completions.create({ ...request, stream: true });
    const text = await new Response(stream.toReadableStream()).text();
    expect(text.trim().split('\n')).toHaveLength(4);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('a stream with .withResponse()', async () => {
    const { data } = await client.chat.completions.create({ ...request, stream: true }).withResponse();
    await drain(data);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('the stream helper', async () => {
    const stream = client.chat.completions.stream(request);
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.message.content).toBe('Hello');
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('a stream that is broken off', async () => {
    for await (const _ of await client.chat.completions.create({ ...request, stream: true })) {
      break;
    }
    expect(usage()).toEqual([undefined, undefined, true]);
    expect(span().status.code).toBe(SpanStatusCode.UNSET);
  });

  it('a stream that is aborted', async () => {
    const stream = await client.chat.completions.create({ ...request, stream: true });
    for await (const _ of stream) {
      stream.controller.abort();
    }
    expect(usage()).toEqual([undefined, undefined, true]);
  });

  it('an error', async () => {
    failures = 1;
    await expect(client.chat.completions.create(request)).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    expect(span().attributes['error.type']).toBe('RateLimitError');
    expect(JSON.stringify(span())).not.toContain('secret');
  });

  it("the client's own retries are one call", async () => {
    failures = 1;
    const patient = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL, maxRetries: 2 }));
    await patient.chat.completions.create(request);
    expect(requests).toBe(2);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it("the application's retries are one call each, with its attempt", async () => {
    failures = 1;
    for (const attempt of [1, 2]) {
      await withAttempt(attempt, () => client.chat.completions.create(request)).catch(() => {});
    }
    expect(tracing.endedSpans().map(({ attributes }) => attributes['botanu.request.attempt'])).toEqual([
      1, 2,
    ]);
  });

  it('wrapped twice, and copied, it is tracked once', async () => {
    instrumentOpenAI(instrumentOpenAI(client));
    await client.withOptions({ timeout: 1000 }).chat.completions.create(request);
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('a method that another instrumentation has wrapped is left to it', async () => {
    const other = new OpenAI({ apiKey: 'k', baseURL });
    const { create } = other.chat.completions;
    const patched = Object.assign(create.bind(other.chat.completions), { __wrapped: true });
    other.chat.completions.create = patched as typeof create;
    await instrumentOpenAI(other).chat.completions.create(request);
    expect(tracing.endedSpans()).toEqual([]);
    await drain(await other.chat.completions.create({ ...request, stream: true }));
    expect(tracing.endedSpans()).toEqual([]);
    // Where a usage counts once anyway, streams are tracked: some instrumentations record them without usage.
    new UsageElection();
    await drain(await other.chat.completions.create({ ...request, stream: true }));
    getRuntime().electsUsage = undefined;
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('other operations', async () => {
    await client.responses.create({ model: 'gpt-4o', input: 'x' });
    await client.embeddings.create({ model: 'text-embedding-3-small', input: 'x' });
    await client.moderations.create({ input: 'x' });
    expect(tracing.endedSpans().map(({ name }) => name)).toEqual([
      'chat gpt-4o',
      'embeddings text-embedding-3-small',
      'moderation omni-moderation-latest',
    ]);
  });

  it('an address tells the provider', async () => {
    const groq = instrumentOpenAI(
      new OpenAI({
        apiKey: 'k',
        baseURL: 'https://api.groq.com/openai/v1',
        fetch: () => Promise.reject(new Error()),
        maxRetries: 0,
      }),
    );
    await expect(groq.chat.completions.create(request)).rejects.toThrow();
    expect(span().attributes['gen_ai.provider.name']).toBe('groq');
  });
});

it('a client that has nothing to wrap, or is frozen, works on', async () => {
  const empty = {};
  expect(instrumentOpenAI(empty)).toBe(empty);
  const create = (): number => 7;
  const frozen = Object.freeze({ chat: { completions: Object.freeze({ create }) } });
  expect(instrumentOpenAI(frozen).chat.completions.create()).toBe(7);
});
