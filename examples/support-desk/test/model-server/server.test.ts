import OpenAI from 'openai';
import { type ModelServer, startModelServer } from '../../src/model-server/server';

const TOOL: OpenAI.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'lookup_order',
    parameters: { type: 'object', properties: { order_id: { type: 'string' } } },
  },
};

describe('model server, asked by the real client', () => {
  let server: ModelServer;
  let openai: OpenAI;

  beforeEach(async () => {
    server = await startModelServer();
    openai = new OpenAI({ baseURL: server.baseUrl, apiKey: 'test-key' });
  });

  afterEach(() => server.close());

  function ask(text: string, more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) {
    return openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: text }],
      ...more,
    });
  }

  it('answers with the dated model and the usage that it logs', async () => {
    const completion = await ask('Subject: Export\n\nHow do I export a report?');
    const { usage } = completion;
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      model: 'gpt-4o-mini-2024-07-18',
      choices: [{ finish_reason: 'stop', message: { content: expect.stringContaining('"Export"') } }],
    });
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(server.billedCalls).toEqual([
      {
        id: completion.id,
        model: 'gpt-4o-mini-2024-07-18',
        inputTokens: usage?.prompt_tokens,
        outputTokens: usage?.completion_tokens,
      },
    ]);
  });

  it('counts the tokens of the actual text', async () => {
    // "hello world" is two tokens in o200k_base and "user" is one; three more per message and for the answer.
    const short = await ask('hello world');
    expect(short.usage?.prompt_tokens).toBe(2 + 1 + 3 + 3);
    const long = await ask('hello world'.repeat(10));
    expect(long.usage?.prompt_tokens).toBeGreaterThan(20);
    const special = await ask('a ticket about <|endoftext|>');
    expect(special.usage?.prompt_tokens).toBeGreaterThan(10);
  });

  it('streams the same answer, and tells the usage only where it is asked to', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'user', content: 'Subject: 返金\n\n返金をお願いします。いつになりますか。👩‍💻' },
    ];
    const whole = await ask('', { messages });

    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })) {
      chunks.push(chunk);
    }
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);

    const plain: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      stream: true,
    })) {
      plain.push(chunk);
    }
    expect(plain.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(server.billedCalls).toHaveLength(3);
  });

  it('calls a tool, streamed or not, and goes on with its result', async () => {
    const question: OpenAI.ChatCompletionMessageParam = {
      role: 'user',
      content: 'Subject: Where?\n\nWhere is order 4711?',
    };
    const streamed = await openai.chat.completions
      .stream({
        model: 'gpt-4.1',
        messages: [question],
        tools: [TOOL],
        stream_options: { include_usage: true },
      })
      .finalChatCompletion();
    const whole = await ask('', { model: 'gpt-4.1', messages: [question], tools: [TOOL] });
    for (const { choices, usage } of [streamed, whole]) {
      expect(choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: {
          content: null,
          tool_calls: [
            { type: 'function', function: { name: 'lookup_order', arguments: '{"order_id":"ORD-4711"}' } },
          ],
        },
      });
      expect(usage).toEqual(whole.usage);
    }

    const [toolCall] = whole.choices[0]?.message.tool_calls ?? [];
    const answer = await ask('', {
      tools: [TOOL],
      messages: [
        question,
        { role: 'assistant', content: null, tool_calls: toolCall === undefined ? [] : [toolCall] },
        { role: 'tool', tool_call_id: toolCall?.id ?? '', content: '{"status":"shipped"}' },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain('status: shipped');
  });

  it('calls no tool that it was not given, or without an order to look up', async () => {
    const withoutTool = await ask('Where is order 4711?');
    const withoutOrder = await ask('Where is my order?', { tools: [TOOL] });
    expect([withoutTool, withoutOrder].map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      'stop',
      'stop',
    ]);
  });

  it('answers as JSON where a schema is given', async () => {
    const completion = await ask('Guten Tag, das System ist nicht erreichbar. Bitte helfen Sie.', {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'classification',
          schema: { type: 'object', properties: { topic: {}, language: {} } },
        },
      },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
      topic: 'outage',
      language: 'de',
    });
  });

  it('answers errors as the API does, and bills none', async () => {
    await expect(ask('hi', { model: 'gpt-99' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
    });
    await expect(ask('hi', { messages: [] })).rejects.toMatchObject({ status: 400, param: 'messages' });
    await expect(openai.models.list()).rejects.toMatchObject({ status: 404 });
    const withoutKey = await fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body: '{}' });
    expect(withoutKey.status).toBe(401);
    expect(await withoutKey.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    const headers = { authorization: 'Bearer test-key' };
    const notJson = await fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body: '{', headers });
    expect(notJson.status).toBe(400);
    expect(server.billedCalls).toEqual([]);
  });

  it('refuses some first tries, which the client does again by itself, and bills one call', async () => {
    const statuses: number[] = [];
    const counting = new OpenAI({
      baseURL: server.baseUrl,
      apiKey: 'test-key',
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        statuses.push(response.status);
        return response;
      },
    });
    for (let number = 0; number < 100; number += 1) {
      await counting.chat.completions.create({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: `question ${number}` }],
      });
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(new Set(statuses)).toEqual(new Set([200, 429, 500]));
    expect(server.billedCalls).toHaveLength(100);
  });
});
