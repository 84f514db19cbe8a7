import { getCurrentSpan, withAttempt } from '@botanu/core';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { llmInstrumented, setLlmAttributes, setTokenUsage, trackLlmCall, trackToolCall } from '../src';

/** An object that throws wherever it is looked at. */
function hostile(): object {
  const refuse = (): never => {
    throw new Error('do not look');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
}

/** The methods of the public interfaces. */
function methodsOf(target: object): string[] {
  return Object.getOwnPropertyNames(Object.getPrototypeOf(target)).filter((name) =>
    /^(set|add|observe)/.test(name),
  );
}

const gpt = { provider: 'OpenAI', model: 'gpt-4o' };

describe.each(SDK_LINES)('trackLlmCall, with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());
  const span = () => tracing.spanNamed('chat gpt-4o');

  it('makes a span of the call, and gives back what the function returned', async () => {
    const answer = await trackLlmCall({ ...gpt, clientRequestId: 'mine-1' }, async (call) => {
      call
        .setTokens({ inputTokens: 150, outputTokens: 200, cachedTokens: 50, reasoningTokens: 20 })
        .setRequestId('chatcmpl-1')
        .setResponseModel('gpt-4o-2024-08-06')
        .setFinishReason('stop')
        .setCacheHit(false)
        .setRequestParams({ temperature: 0, topP: 0.9, maxTokens: 1000, stopSequences: ['END'] })
        .addMetadata({ prompt_version: 'v2.1' });
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(span().kind).toBe(SpanKind.CLIENT);
    expect(span().attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'botanu.vendor': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.id': 'chatcmpl-1',
      'botanu.vendor.request_id': 'chatcmpl-1',
      'botanu.vendor.client_request_id': 'mine-1',
      'botanu.request.attempt': 1,
      'botanu.request.cache_hit': false,
      'gen_ai.usage.input_tokens': 150,
      'gen_ai.usage.output_tokens': 200,
      'botanu.usage.cached_tokens': 50,
      'botanu.usage.cache_read_tokens': 50,
      'gen_ai.usage.cache_read.input_tokens': 50,
      'gen_ai.usage.reasoning.output_tokens': 20,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.max_tokens': 1000,
      'gen_ai.request.stop_sequences': ['END'],
      'botanu.prompt_version': 'v2.1',
    });
  });

  it('is an attempt of withAttempt()', async () => {
    await withAttempt(2, () => trackLlmCall(gpt, async () => {}));
    expect(span().attributes['botanu.request.attempt']).toBe(2);
  });

  it('writes the class of an error, and throws it unchanged', async () => {
    const error = new RangeError('secret');
    await expect(trackLlmCall(gpt, () => Promise.reject(error))).rejects.toBe(error);
    expect(span().attributes['error.type']).toBe('RangeError');
    expect(span().status).toEqual({ code: SpanStatusCode.ERROR });
  });

  it('writes no content', () => {
    trackLlmCall(gpt, (call) => call.setInputContent('secret').setOutputContent('secret') && undefined);
    expect(JSON.stringify(span().attributes)).not.toContain('secret');
  });

  it('refuses what is no count, and goes on', () => {
    trackLlmCall(gpt, (call) => {
      call.setTokens({ inputTokens: -1, outputTokens: Number.NaN, cacheWriteTokens: 0, cacheReadTokens: 7 });
    });
    expect(span().attributes['gen_ai.usage.input_tokens']).toBeUndefined();
    expect(span().attributes['gen_ai.usage.output_tokens']).toBeUndefined();
    expect(span().attributes['botanu.usage.cache_write_tokens']).toBeUndefined();
    expect(span().attributes['botanu.usage.cached_tokens']).toBe(7);
  });

  it.each([[undefined], [null], [7], ['text'], [Symbol('s')], [[]], [() => {}], [hostile()]])(
    'no method throws, whatever it is given: %#',
    async (garbage) => {
      const call = trackLlmCall(gpt, (tracked) => tracked);
      const open = trackLlmCall.start(gpt).call;
      const tool = trackToolCall.start({ toolName: 'search' }).call;
      for (const target of [call, open, tool]) {
        for (const name of methodsOf(target)) {
          const method = target[name as never] as (value: unknown) => unknown;
          expect(() => method.call(target, garbage)).not.toThrow();
        }
      }
      expect(() => setLlmAttributes(garbage as never)).not.toThrow();
      expect(() => setTokenUsage(garbage as never)).not.toThrow();
      const read = llmInstrumented({ provider: 'openai' }, (_: unknown) => garbage);
      expect(read(garbage)).toBe(garbage);
      const readLater = llmInstrumented({ provider: 'openai' }, async (_: unknown) => [garbage]);
      expect((await readLater(garbage))[0]).toBe(garbage);
    },
  );

  it('is a scope for code without a callback, a failure where nothing came of it', () => {
    const scope = trackLlmCall.start({ ...gpt, operation: 'embeddings' });
    scope.call.setResponse({ object: 'list', data: [], usage: { prompt_tokens: 8, total_tokens: 8 } });
    scope[Symbol.dispose]();
    expect(tracing.spanNamed('embeddings gpt-4o').status.code).toBe(SpanStatusCode.UNSET);
    expect(tracing.spanNamed('embeddings gpt-4o').attributes['gen_ai.usage.input_tokens']).toBe(8);
    {
      using _unused = trackLlmCall.start(gpt);
    }
    expect(span().status.code).toBe(SpanStatusCode.ERROR);
  });

  it('refuses misuse at once, and takes what is missing at run time for unknown', () => {
    // @ts-expect-error no model
    expect(() => trackLlmCall({ provider: 'openai' }, () => {})).toThrow(/needs "model"/);
    // @ts-expect-error no function
    expect(() => trackLlmCall(gpt)).toThrow(/needs the function/);
    // @ts-expect-error no options
    expect(() => trackLlmCall(undefined, () => {})).toThrow(/options first/);
    trackLlmCall({ provider: undefined, model: undefined }, () => {});
    expect(tracing.spanNamed('chat unknown').attributes['gen_ai.provider.name']).toBe('unknown');
  });

  it('tracks tool calls', async () => {
    const rows = await trackToolCall(
      { toolName: 'search', toolCallId: 'call_1', vendor: 'Tavily', attributes: { index: 'kb' } },
      async (tool) => {
        tool.setResult({ itemsReturned: 3, bytesProcessed: 1024 }).addMetadata({ query_type: 'semantic' });
        return [1, 2, 3];
      },
    );
    expect(rows).toEqual([1, 2, 3]);
    const { kind, attributes } = tracing.spanNamed('execute_tool search');
    expect(kind).toBe(SpanKind.INTERNAL);
    expect(attributes).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
      'gen_ai.tool.call.id': 'call_1',
      'botanu.vendor': 'tavily',
      'botanu.tool.index': 'kb',
      'botanu.tool.query_type': 'semantic',
      'botanu.tool.success': true,
      'botanu.tool.items_returned': 3,
      'botanu.tool.bytes_processed': 1024,
      'botanu.tool.duration_ms': expect.any(Number),
    });
  });

  it('a tool that throws did not succeed', () => {
    expect(() =>
      trackToolCall({ toolName: 'search' }, () => {
        throw new TypeError('no');
      }),
    ).toThrow('no');
    expect(tracing.spanNamed('execute_tool search').attributes).toMatchObject({
      'botanu.tool.success': false,
      'error.type': 'TypeError',
    });
  });

  it('describes the current span of somebody else', () => {
    tracing.provider.getTracer('app').startActiveSpan('mine', (mine) => {
      expect(getCurrentSpan()).toBe(mine);
      setLlmAttributes({
        provider: 'claude',
        model: 'opus',
        operation: 'chat',
        inputTokens: 5,
        streaming: true,
      });
      setTokenUsage({ outputTokens: 7, cachedTokens: 2 });
      mine.end();
    });
    expect(tracing.spanNamed('mine').attributes).toEqual({
      'gen_ai.provider.name': 'anthropic',
      'botanu.vendor': 'anthropic',
      'gen_ai.request.model': 'opus',
      'gen_ai.operation.name': 'chat',
      'botanu.request.streaming': true,
      'gen_ai.request.stream': true,
      'gen_ai.usage.input_tokens': 5,
      'gen_ai.usage.output_tokens': 7,
      'botanu.usage.cached_tokens': 2,
      'botanu.usage.cache_read_tokens': 2,
      'gen_ai.usage.cache_read.input_tokens': 2,
    });
    expect(() => setTokenUsage({ inputTokens: 1 })).not.toThrow();
  });

  describe('llmInstrumented', () => {
    const response = {
      id: 'chatcmpl-1',
      model: 'gpt-4o-2024-08-06',
      choices: [{ finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    };

    it('wraps a function, and reads what it returns', async () => {
      const chat = llmInstrumented({ provider: 'openai' }, async (_: { model: string }) => response);
      expect(await chat({ model: 'gpt-4o' })).toBe(response);
      expect(span().attributes).toMatchObject({
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.response.id': 'chatcmpl-1',
      });
    });

    it('decorates a method, with the model as a text', () => {
      class Client {
        readonly #answer = response;
        @llmInstrumented({ provider: 'openai', tokensFromResponse: false })
        chat(_model: string) {
          return this.#answer;
        }
      }
      expect(new Client().chat('gpt-4o')).toBe(response);
      expect(span().attributes['gen_ai.usage.input_tokens']).toBeUndefined();
    });

    it('takes the model from the property that it is told', () => {
      llmInstrumented({ provider: 'bedrock', modelParam: 'modelId' })((_: { modelId: string }) => 1)({
        modelId: 'gpt-4o',
      });
      expect(span().attributes['gen_ai.provider.name']).toBe('aws.bedrock');
    });
  });

  describe('observeStream', () => {
    async function* chunks(...usage: object[]) {
      yield {
        object: 'chat.completion.chunk',
        id: 'c1',
        model: 'm1',
        choices: [{ delta: { content: 'a' } }],
      };
      yield { object: 'chat.completion.chunk', id: 'c1', choices: [{ delta: {}, finish_reason: 'stop' }] };
      yield* usage;
    }
    const usageChunk = { id: 'c1', choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } };

    it('passes chunks through, and reads the usage', async () => {
      const seen: unknown[] = [];
      await trackLlmCall(gpt, async (call) => {
        for await (const chunk of call.observeStream(chunks(usageChunk))) {
          seen.push(chunk);
        }
      });
      expect(seen).toHaveLength(3);
      expect(seen[2]).toBe(usageChunk);
      expect(span().attributes).toMatchObject({
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.response.id': 'c1',
        'gen_ai.response.model': 'm1',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.response.time_to_first_chunk': expect.any(Number),
        'botanu.request.streaming': true,
      });
      expect(span().attributes['botanu.usage.estimated']).toBeUndefined();
    });

    it('keeps the call open beyond the function, until the stream is broken off', async () => {
      const stream = chunks(usageChunk);
      trackLlmCall(gpt, (call) => {
        void call.observeStream(stream);
      });
      expect(tracing.endedSpans()).toEqual([]);
      for await (const _ of stream) {
        break;
      }
      expect(span().attributes['botanu.usage.estimated']).toBe(true);
    });
  });
});
