import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, trace } from '@opentelemetry/api';
import { registerAiSdk } from '../src';

/** What the AI SDK calls; tooling/model-clients has the SDK itself, which needs Node 22. */
interface Integration {
  executeLanguageModelCall<T>(options: object & { execute: () => PromiseLike<T> }): PromiseLike<T>;
  executeTool<T>(options: object & { execute: () => PromiseLike<T> }): PromiseLike<T>;
  onLanguageModelCallEnd(event: object): void;
  onEmbedStart(event: object): void;
  onEmbedEnd(event: object): void;
  onRerankStart(event: object): void;
  onRerankEnd(event: object): void;
  onAbort(event: object): void;
  onError(event: unknown): void;
}

const holder = globalThis as typeof globalThis & { AI_SDK_TELEMETRY_INTEGRATIONS?: Integration[] };
const call = { callId: 'c1', provider: 'azure.chat', modelId: 'gpt-4o' };
const usage = { inputTokens: 10, outputTokens: 5 };

describe('registerAiSdk', () => {
  let tracing: TestTracing;
  let integration: Integration;
  let unregister: () => void;
  beforeEach(() => {
    tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
    unregister = registerAiSdk();
    integration = holder.AI_SDK_TELEMETRY_INTEGRATIONS?.at(-1) as Integration;
  });
  afterEach(async () => {
    unregister();
    await tracing.stop();
  });
  const span = () => tracing.spanNamed('chat gpt-4o');

  it('registers once, beside others, and is taken back alone', () => {
    const other = {} as Integration;
    holder.AI_SDK_TELEMETRY_INTEGRATIONS?.push(other);
    const again = registerAiSdk();
    expect(holder.AI_SDK_TELEMETRY_INTEGRATIONS).toEqual([integration, other]);
    again();
    again();
    expect(holder.AI_SDK_TELEMETRY_INTEGRATIONS).toEqual([other]);
    holder.AI_SDK_TELEMETRY_INTEGRATIONS?.splice(0);
  });

  it('a call: the request inside the span, the usage with its end', async () => {
    const execute = async () => trace.getSpan(context.active())?.spanContext().spanId;
    const inside = await integration.executeLanguageModelCall({ ...call, execute });
    expect(tracing.endedSpans()).toEqual([]);
    integration.onLanguageModelCallEnd({ ...call, usage, responseId: 'r1', finishReason: 'stop' });
    integration.onLanguageModelCallEnd({ ...call, usage, responseId: 'r1', finishReason: 'stop' });
    expect(span().spanId).toBe(inside);
    expect(span().attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.openai',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.response.id': 'r1',
      'gen_ai.response.finish_reasons': ['stop'],
    });
  });

  it('a request that fails, and the next attempt', async () => {
    const error = new RangeError('no');
    const failing = integration.executeLanguageModelCall({ ...call, execute: () => Promise.reject(error) });
    await expect(failing).rejects.toBe(error);
    await integration.executeLanguageModelCall({ ...call, execute: async () => 1 });
    integration.onLanguageModelCallEnd({ ...call, usage });
    expect(
      tracing
        .endedSpans()
        .map(({ attributes }) => [attributes['botanu.request.attempt'], attributes['error.type']]),
    ).toEqual([
      [1, 'RangeError'],
      [2, undefined],
    ]);
  });

  it('a stream that is aborted, or ends without usage, is marked', async () => {
    await integration.executeLanguageModelCall({ ...call, execute: async () => 1 });
    integration.onAbort({ callId: 'c1', steps: [] });
    await integration.executeLanguageModelCall({ ...call, execute: async () => 1 });
    integration.onLanguageModelCallEnd({
      ...call,
      usage: { inputTokens: undefined, outputTokens: undefined },
    });
    expect(tracing.endedSpans().map(({ attributes }) => attributes['botanu.usage.estimated'])).toEqual([
      true,
      true,
    ]);
  });

  it('embeddings go on beside each other, and end together where the call fails', () => {
    for (const embedCallId of ['a', 'b', 'c']) {
      integration.onEmbedStart({ ...call, embedCallId });
    }
    integration.onEmbedEnd({ ...call, embedCallId: 'b', usage: { tokens: 7 } });
    expect(tracing.spanNamed('embeddings gpt-4o').attributes['gen_ai.usage.input_tokens']).toBe(7);
    integration.onError({ callId: 'c1', error: new TypeError('no') });
    integration.onError('something else');
    expect(tracing.endedSpans().map(({ attributes }) => attributes['error.type'])).toEqual([
      undefined,
      'TypeError',
      'TypeError',
    ]);
  });

  it('a reranking, of which no usage is told', () => {
    integration.onRerankStart(call);
    integration.onRerankEnd({ ...call, ranking: [] });
    const { attributes } = tracing.spanNamed('rerank gpt-4o');
    expect(attributes['botanu.usage.estimated']).toBeUndefined();
  });

  it('tools', async () => {
    const options = { callId: 'c1', toolCallId: 't1', toolCall: { toolName: 'search' } };
    expect(await integration.executeTool({ ...options, execute: async () => 'found' })).toBe('found');
    expect(tracing.spanNamed('execute_tool search').attributes['gen_ai.tool.call.id']).toBe('t1');
  });
});
