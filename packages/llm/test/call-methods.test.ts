import { event } from '@botanu/core';
import { getRuntime } from '@botanu/core/authoring';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import {
  type LlmCall,
  llmInstrumented,
  ModelOperation,
  normalizeProvider,
  type ToolCall,
  trackLlmCall,
  trackToolCall,
} from '../src';

const gpt = { provider: 'openai', model: 'gpt-4o' };

/** What each method writes, beside what every call has. */
const LLM_METHODS: readonly [string, (call: LlmCall) => LlmCall, Readonly<Record<string, unknown>>][] = [
  [
    'setTokens',
    (call) =>
      call.setTokens({
        inputTokens: 100,
        outputTokens: 50,
        cachedTokens: 20,
        cacheReadTokens: 21,
        cacheWriteTokens: 30,
        cacheWrite5mTokens: 10,
        cacheWrite1hTokens: 20,
        reasoningTokens: 5,
        textInputTokens: 1,
        textOutputTokens: 2,
        audioInputTokens: 3,
        audioOutputTokens: 4,
        imageInputTokens: 6,
        imageOutputTokens: 7,
      }),
    {
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 50,
      'botanu.usage.cached_tokens': 20,
      'botanu.usage.cache_read_tokens': 21,
      'gen_ai.usage.cache_read.input_tokens': 21,
      'botanu.usage.cache_write_tokens': 30,
      'gen_ai.usage.cache_write.input_tokens': 30,
      'botanu.usage.cache_write_5m_tokens': 10,
      'botanu.usage.cache_write_1h_tokens': 20,
      'gen_ai.usage.reasoning.output_tokens': 5,
      'gen_ai.usage.text.input_tokens': 1,
      'gen_ai.usage.text.output_tokens': 2,
      'gen_ai.usage.audio.input_tokens': 3,
      'gen_ai.usage.audio.output_tokens': 4,
      'gen_ai.usage.image.input_tokens': 6,
      'gen_ai.usage.image.output_tokens': 7,
    },
  ],
  [
    'setRequestId',
    (call) => call.setRequestId('theirs', 'mine'),
    {
      'gen_ai.response.id': 'theirs',
      'botanu.vendor.request_id': 'theirs',
      'botanu.vendor.client_request_id': 'mine',
    },
  ],
  [
    'setRequestId, the second alone',
    (call) => call.setRequestId(undefined, 'mine'),
    { 'botanu.vendor.client_request_id': 'mine' },
  ],
  [
    'setResponseModel',
    (call) => call.setResponseModel('gpt-4o-2024'),
    { 'gen_ai.response.model': 'gpt-4o-2024' },
  ],
  [
    'setFinishReason',
    (call) => call.setFinishReason('stop', 'length'),
    { 'gen_ai.response.finish_reasons': ['stop', 'length'] },
  ],
  [
    'setStreaming',
    (call) => call.setStreaming(),
    { 'botanu.request.streaming': true, 'gen_ai.request.stream': true },
  ],
  [
    'setStreaming(false)',
    (call) => call.setStreaming(false),
    { 'botanu.request.streaming': false, 'gen_ai.request.stream': false },
  ],
  ['setCacheHit', (call) => call.setCacheHit(), { 'botanu.request.cache_hit': true }],
  ['setAttempt', (call) => call.setAttempt(3), { 'botanu.request.attempt': 3 }],
  [
    'setRequestParams',
    (call) =>
      call.setRequestParams({
        temperature: 0,
        topP: 0.9,
        maxTokens: 1000,
        stopSequences: 'END',
        frequencyPenalty: -0.5,
        presencePenalty: 0.25,
      }),
    {
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.max_tokens': 1000,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.request.frequency_penalty': -0.5,
      'gen_ai.request.presence_penalty': 0.25,
    },
  ],
  ['setError', (call) => call.setError(new RangeError('secret')), { 'error.type': 'RangeError' }],
  [
    'addMetadata',
    (call) =>
      call.addMetadata({ version: 2, 'gen_ai.output.type': 'json', 'botanu.tier': 'pro', tags: ['a'] }),
    { 'botanu.version': 2, 'gen_ai.output.type': 'json', 'botanu.tier': 'pro', 'botanu.tags': '["a"]' },
  ],
  [
    'setResponse, billed by the second',
    (call) => call.setResponse({ text: 'Hi', usage: { type: 'duration', seconds: 9 } }),
    { 'botanu.usage.audio_seconds': 9 },
  ],
  [
    'setResponse, billed by the search',
    (call) => call.setResponse({ id: 'r1', results: [], meta: { billedUnits: { searchUnits: 2 } } }),
    { 'botanu.usage.search_units': 2, 'gen_ai.response.id': 'r1', 'botanu.vendor.request_id': 'r1' },
  ],
  [
    'setResponse, in the background',
    (call) => call.setResponse({ object: 'response', status: 'queued', id: 'resp_1' }),
    {
      'botanu.usage.estimated': true,
      'gen_ai.response.id': 'resp_1',
      'botanu.vendor.request_id': 'resp_1',
    },
  ],
];

const TOOL_METHODS: readonly [string, (tool: ToolCall) => ToolCall, Readonly<Record<string, unknown>>][] = [
  [
    'setResult',
    (tool) => tool.setResult({ success: false, itemsReturned: 3, bytesProcessed: 1024 }),
    { 'botanu.tool.success': false, 'botanu.tool.items_returned': 3, 'botanu.tool.bytes_processed': 1024 },
  ],
  ['setToolCallId', (tool) => tool.setToolCallId('call_1'), { 'gen_ai.tool.call.id': 'call_1' }],
  [
    'setError',
    (tool) => tool.setError(new RangeError('secret')),
    { 'error.type': 'RangeError', 'botanu.tool.success': false },
  ],
  ['addMetadata', (tool) => tool.addMetadata({ index: 'kb' }), { 'botanu.tool.index': 'kb' }],
];

describe('the methods of a call', () => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
  });
  afterEach(async () => {
    getRuntime().capture = undefined;
    await tracing.stop();
  });

  it.each(LLM_METHODS)('LlmCall.%s', (_, method, expected) => {
    trackLlmCall(gpt, (call) => {
      expect(method(call)).toBe(call);
    });
    const { attributes } = tracing.spanNamed('chat gpt-4o');
    expect(attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'botanu.vendor': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'botanu.request.attempt': 1,
      ...expected,
    });
  });

  it.each(TOOL_METHODS)('ToolCall.%s', (_, method, expected) => {
    trackToolCall({ toolName: 'search' }, (tool) => {
      expect(method(tool)).toBe(tool);
    });
    expect(tracing.spanNamed('execute_tool search').attributes).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
      'botanu.tool.success': true,
      'botanu.tool.duration_ms': expect.any(Number),
      ...expected,
    });
  });

  it('an error that is only told makes the span an error, and never has its message', () => {
    trackLlmCall(gpt, (call) => void call.setError(new RangeError('secret')));
    const span = tracing.spanNamed('chat gpt-4o');
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(JSON.stringify([span.attributes, span.events])).not.toContain('secret');
  });

  it('content goes to the policy, with how much of it to keep, and nowhere else', () => {
    const captured: unknown[] = [];
    getRuntime().capture = {
      capture: (span: Span, key, value, options) => {
        captured.push([span.isRecording(), key, value, options.maxChars]);
      },
      scrub: (text) => text,
    };
    trackLlmCall(gpt, (call) => {
      call.setInputContent('asked', { maxChars: 3 }).setOutputContent({ answer: 42 });
    });
    trackToolCall({ toolName: 'search' }, (tool) => {
      tool.setInputContent('arguments').setOutputContent('result', { maxChars: 2 });
    });
    expect(captured).toEqual([
      [true, 'botanu.eval.input_content', 'asked', 3],
      [true, 'botanu.eval.output_content', { answer: 42 }, undefined],
      [true, 'botanu.eval.input_content', 'arguments', undefined],
      [true, 'botanu.eval.output_content', 'result', 2],
    ]);
  });

  it('what comes after the end is left out, quietly', () => {
    const call = trackLlmCall(gpt, (tracked) => [tracked])[0] as LlmCall;
    call.setTokens({ inputTokens: 7 }).setResponse({ choices: [{}], usage: { prompt_tokens: 7 } });
    expect(tracing.spanNamed('chat gpt-4o').attributes['gen_ai.usage.input_tokens']).toBeUndefined();
  });

  it('an attempt of the run, where nobody says which of its own', async () => {
    const retry = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support', attempt: 2 };
    await event(retry, () => trackLlmCall(gpt, async () => {}));
    expect(tracing.spanNamed('chat gpt-4o').attributes['botanu.request.attempt']).toBe(2);
  });

  it('a tool call for code without a callback: ended, failed, disposed of', () => {
    const ended = trackToolCall.start({ toolName: 'a' });
    expect(ended.with(() => 7)).toBe(7);
    ended.end();
    trackToolCall.start({ toolName: 'b' }).fail(new RangeError('no'));
    {
      using scope = trackToolCall.start({ toolName: 'c' });
      scope.call.setResult({ success: true });
    }
    {
      using _forgotten = trackToolCall.start({ toolName: 'd' });
    }
    const states = tracing
      .endedSpans()
      .map(({ attributes, status }) => [
        attributes['gen_ai.tool.name'],
        attributes['botanu.tool.success'],
        status.code,
      ]);
    expect(states).toEqual([
      ['a', true, SpanStatusCode.UNSET],
      ['b', false, SpanStatusCode.ERROR],
      ['c', true, SpanStatusCode.UNSET],
      ['d', false, SpanStatusCode.ERROR],
    ]);
  });

  it('llmInstrumented is a legacy method decorator, as TypeScript compiles it', async () => {
    const response = { id: 'c1', choices: [{ finish_reason: 'stop' }], usage: { prompt_tokens: 10 } };
    class Client {
      readonly answer = response;
      chat(_request: { model: string }): Promise<object> {
        return Promise.resolve(this.answer);
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Client.prototype, 'chat') as PropertyDescriptor;
    const decorate = llmInstrumented({ provider: 'openai' }) as unknown as (
      target: object,
      key: string,
      descriptor: PropertyDescriptor,
    ) => PropertyDescriptor | undefined;
    Object.defineProperty(
      Client.prototype,
      'chat',
      decorate(Client.prototype, 'chat', descriptor) ?? descriptor,
    );
    const client = new Client();
    expect(client.chat.name).toBe('chat');
    expect(client.chat).toHaveLength(1);
    expect(await client.chat({ model: 'gpt-4o' })).toBe(response);
    expect(tracing.spanNamed('chat gpt-4o').attributes['gen_ai.usage.input_tokens']).toBe(10);
  });

  it('llmInstrumented needs a provider, at once', () => {
    // @ts-expect-error no provider
    expect(() => llmInstrumented({})).toThrow(/llmInstrumented\(\) needs "provider"/);
    // @ts-expect-error no function
    expect(() => llmInstrumented({ provider: 'openai' }, 7)).toThrow(TypeError);
  });

  it('every operation is the name of a span', () => {
    for (const operation of Object.values(ModelOperation)) {
      trackLlmCall({ ...gpt, operation }, () => {});
    }
    expect(tracing.endedSpans().map(({ name }) => name)).toEqual(
      [
        'chat',
        'text_completion',
        'embeddings',
        'generate_content',
        'execute_tool',
        'create_agent',
        'invoke_agent',
        'rerank',
        'image_generation',
        'image_edit',
        'speech_to_text',
        'text_to_speech',
        'moderation',
      ].map((operation) => `${operation} gpt-4o`),
    );
  });
});

it.each([
  ['OpenAI', 'openai'],
  ['azure_openai', 'azure.openai'],
  ['Azure-OpenAI', 'azure.openai'],
  ['azureopenai', 'azure.openai'],
  ['anthropic', 'anthropic'],
  ['claude', 'anthropic'],
  ['bedrock', 'aws.bedrock'],
  ['aws_bedrock', 'aws.bedrock'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['vertex', 'gcp.vertex_ai'],
  ['vertexai', 'gcp.vertex_ai'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['gcp_vertex', 'gcp.vertex_ai'],
  ['gemini', 'gcp.vertex_ai'],
  ['google', 'gcp.vertex_ai'],
  ['cohere', 'cohere'],
  ['mistral', 'mistral'],
  ['mistralai', 'mistral'],
  ['together', 'together'],
  ['togetherai', 'together'],
  ['groq', 'groq'],
  ['replicate', 'replicate'],
  ['ollama', 'ollama'],
  ['fireworks', 'fireworks'],
  ['perplexity', 'perplexity'],
  ['huggingface', 'huggingface'],
  ['hf', 'huggingface'],
  ['My-Model-Server', 'my-model-server'],
])('the provider %s is %s', (written, name) => {
  expect(normalizeProvider(written)).toBe(name);
});
