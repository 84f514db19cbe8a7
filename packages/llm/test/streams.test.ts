import fc from 'fast-check';
import { StreamFacts } from '../src/stream-facts';
import { totalInputTokens, totalOutputTokens } from '../src/usage';

const bytes = (value: unknown): unknown => ({
  chunk: { bytes: new TextEncoder().encode(JSON.stringify(value)) },
});

interface Case {
  readonly name: string;
  /** The published reference that the chunks follow. */
  readonly source: string;
  readonly chunks: readonly unknown[];
  /** Behind which chunk the usage is complete. */
  readonly completeAfter: number;
  readonly id?: string;
  readonly model?: string;
  readonly finishReasons: readonly string[];
  readonly totals: readonly [input: number, output: number];
}

const chat = (fields: object): object => ({
  id: 'chatcmpl-123',
  object: 'chat.completion.chunk',
  created: 1694268190,
  model: 'gpt-4o-mini',
  ...fields,
});
const delta = (content: string, finish_reason: string | null = null): object => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
});

const CASES: readonly Case[] = [
  {
    name: 'OpenAI chat, usage asked for',
    source: 'https://platform.openai.com/docs/api-reference/chat-streaming',
    chunks: [
      chat({ ...delta(''), usage: null }),
      chat({ ...delta('Hello'), usage: null }),
      chat({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null }),
      chat({ choices: [], usage: { prompt_tokens: 19, completion_tokens: 10, total_tokens: 29 } }),
    ],
    completeAfter: 4,
    id: 'chatcmpl-123',
    model: 'gpt-4o-mini',
    finishReasons: ['stop'],
    totals: [19, 10],
  },
  {
    name: 'usage so far on every chunk, as vLLM and xAI report it',
    source:
      'https://docs.vllm.ai/en/latest/api/vllm/entrypoints/openai/protocol.html (continuous_usage_stats)',
    chunks: [
      chat({ ...delta('a'), usage: { prompt_tokens: 19, completion_tokens: 1 } }),
      chat({ ...delta('b'), usage: { prompt_tokens: 19, completion_tokens: 2 } }),
      chat({ ...delta('c', 'length'), usage: { prompt_tokens: 19, completion_tokens: 3 } }),
    ],
    completeAfter: 3,
    id: 'chatcmpl-123',
    model: 'gpt-4o-mini',
    finishReasons: ['length'],
    totals: [19, 3],
  },
  {
    name: 'two choices, the usage so far on every chunk: complete when both have ended',
    source:
      'https://docs.vllm.ai/en/latest/api/vllm/entrypoints/openai/protocol.html (continuous_usage_stats)',
    chunks: [
      chat({ choices: [{ index: 0, delta: {} }], usage: { prompt_tokens: 19, completion_tokens: 1 } }),
      chat({ choices: [{ index: 1, delta: {} }], usage: { prompt_tokens: 19, completion_tokens: 2 } }),
      chat({
        choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
        usage: { prompt_tokens: 19, completion_tokens: 3 },
      }),
      chat({
        choices: [{ index: 1, delta: {}, finish_reason: 'stop' }],
        usage: { prompt_tokens: 19, completion_tokens: 9 },
      }),
    ],
    completeAfter: 4,
    id: 'chatcmpl-123',
    model: 'gpt-4o-mini',
    finishReasons: ['stop', 'stop'],
    totals: [19, 9],
  },
  {
    name: 'Groq, usage in x_groq',
    source: 'https://console.groq.com/docs/text-chat#streaming-a-chat-completion',
    chunks: [
      chat({ ...delta('Hi'), x_groq: { id: 'req_1' } }),
      chat({
        ...delta('', 'stop'),
        x_groq: { id: 'req_1', usage: { prompt_tokens: 5, completion_tokens: 6 } },
      }),
    ],
    completeAfter: 2,
    id: 'chatcmpl-123',
    model: 'gpt-4o-mini',
    finishReasons: ['stop'],
    totals: [5, 6],
  },
  {
    name: 'OpenAI responses',
    source: 'https://platform.openai.com/docs/api-reference/responses-streaming',
    chunks: [
      {
        type: 'response.created',
        response: { id: 'resp_1', object: 'response', status: 'in_progress', model: 'gpt-5.4', usage: null },
      },
      { type: 'response.output_text.delta', delta: 'Hi', item_id: 'msg_1' },
      { type: 'response.output_text.done', text: 'Hi there', item_id: 'msg_1' },
      {
        type: 'response.completed',
        response: {
          id: 'resp_1',
          object: 'response',
          status: 'completed',
          model: 'gpt-5.4',
          usage: {
            input_tokens: 37,
            output_tokens: 11,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: 48,
          },
        },
      },
    ],
    completeAfter: 4,
    id: 'resp_1',
    model: 'gpt-5.4',
    finishReasons: ['completed'],
    totals: [37, 11],
  },
  {
    name: 'OpenAI images',
    source: 'https://platform.openai.com/docs/api-reference/images-streaming',
    chunks: [
      { type: 'image_generation.partial_image', b64_json: '...', partial_image_index: 0 },
      {
        type: 'image_generation.completed',
        b64_json: '...',
        usage: {
          total_tokens: 100,
          input_tokens: 50,
          output_tokens: 50,
          input_tokens_details: { text_tokens: 10, image_tokens: 40 },
        },
      },
    ],
    completeAfter: 2,
    finishReasons: [],
    totals: [50, 50],
  },
  {
    name: 'OpenAI transcription',
    source: 'https://platform.openai.com/docs/api-reference/audio/transcript-text-done-event',
    chunks: [
      { type: 'transcript.text.delta', delta: 'I' },
      {
        type: 'transcript.text.done',
        text: 'I see',
        usage: {
          type: 'tokens',
          input_tokens: 14,
          input_token_details: { text_tokens: 0, audio_tokens: 14 },
          output_tokens: 45,
          total_tokens: 59,
        },
      },
    ],
    completeAfter: 2,
    finishReasons: [],
    totals: [14, 45],
  },
  {
    name: 'Anthropic messages, cached',
    source: 'https://docs.anthropic.com/en/docs/build-with-claude/streaming',
    chunks: [
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          model: 'claude-opus-4-6',
          stop_reason: null,
          usage: {
            input_tokens: 25,
            cache_read_input_tokens: 100,
            cache_creation_input_tokens: 50,
            cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
            output_tokens: 1,
          },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'ping' },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: {
          input_tokens: 25,
          cache_read_input_tokens: 100,
          cache_creation_input_tokens: 50,
          output_tokens: 15,
        },
      },
      { type: 'message_stop' },
    ],
    completeAfter: 6,
    id: 'msg_1',
    model: 'claude-opus-4-6',
    finishReasons: ['end_turn'],
    totals: [175, 15],
  },
  {
    name: 'Gemini',
    source: 'https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent',
    chunks: [
      {
        candidates: [{ content: { parts: [{ text: 'a' }] } }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 1, totalTokenCount: 8 },
        modelVersion: 'gemini-2.5-flash',
        responseId: 'g1',
      },
      {
        candidates: [{ content: { parts: [{ text: 'b' }] }, finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: 7,
          candidatesTokenCount: 5,
          thoughtsTokenCount: 3,
          totalTokenCount: 15,
        },
        modelVersion: 'gemini-2.5-flash',
        responseId: 'g1',
      },
    ],
    completeAfter: 2,
    id: 'g1',
    model: 'gemini-2.5-flash',
    finishReasons: ['STOP'],
    totals: [7, 8],
  },
  {
    name: 'Bedrock ConverseStream',
    source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html',
    chunks: [
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: 'Hi' }, contentBlockIndex: 0 } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
      {
        metadata: {
          usage: { inputTokens: 10, outputTokens: 20, totalTokens: 35, cacheReadInputTokens: 5 },
          metrics: { latencyMs: 100 },
        },
      },
    ],
    completeAfter: 5,
    finishReasons: ['end_turn'],
    totals: [15, 20],
  },
  {
    name: 'Bedrock InvokeModelWithResponseStream, Anthropic',
    source:
      'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html',
    chunks: [
      bytes({
        type: 'message_start',
        message: { id: 'msg_bdrk_1', model: 'claude', usage: { input_tokens: 9, output_tokens: 1 } },
      }),
      bytes({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } }),
      bytes({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } }),
      bytes({
        type: 'message_stop',
        'amazon-bedrock-invocationMetrics': { inputTokenCount: 9, outputTokenCount: 4 },
      }),
    ],
    completeAfter: 3,
    id: 'msg_bdrk_1',
    model: 'claude',
    finishReasons: ['end_turn'],
    totals: [9, 4],
  },
  {
    name: "Bedrock InvokeModelWithResponseStream, a model without a reader: Bedrock's own count",
    source:
      'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html',
    chunks: [
      bytes({ generation: 'Hi', stop_reason: null }),
      bytes({
        generation: '',
        stop_reason: 'stop',
        'amazon-bedrock-invocationMetrics': { inputTokenCount: 15, outputTokenCount: 8 },
      }),
    ],
    completeAfter: 2,
    finishReasons: ['stop'],
    totals: [15, 8],
  },
  {
    name: 'Cohere 2',
    source: 'https://docs.cohere.com/reference/chat-stream',
    chunks: [
      { id: '29f14a5a', type: 'message-start', delta: { message: { role: 'assistant' } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'LL' } } } },
      {
        type: 'message-end',
        delta: {
          finishReason: 'COMPLETE',
          usage: {
            billedUnits: { inputTokens: 3, outputTokens: 7 },
            tokens: { inputTokens: 69, outputTokens: 7 },
          },
        },
      },
    ],
    completeAfter: 3,
    id: '29f14a5a',
    finishReasons: ['COMPLETE'],
    totals: [3, 7],
  },
  {
    name: 'Mistral',
    source: 'https://docs.mistral.ai/api/#tag/chat/operation/stream_chat',
    chunks: [
      {
        data: {
          id: 'm1',
          model: 'mistral-small',
          choices: [{ index: 0, delta: { content: 'a' }, finishReason: null }],
        },
      },
      {
        data: {
          id: 'm1',
          model: 'mistral-small',
          choices: [{ index: 0, delta: { content: '' }, finishReason: 'stop' }],
          usage: { promptTokens: 4, completionTokens: 9, totalTokens: 13 },
        },
      },
    ],
    completeAfter: 2,
    id: 'm1',
    model: 'mistral-small',
    finishReasons: ['stop'],
    totals: [4, 9],
  },
  {
    name: 'Ollama',
    source: 'https://github.com/ollama/ollama/blob/main/docs/api.md',
    chunks: [
      { model: 'llama3.2', message: { role: 'assistant', content: 'The' }, done: false },
      {
        model: 'llama3.2',
        message: { content: '' },
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 26,
        eval_count: 282,
      },
    ],
    completeAfter: 2,
    model: 'llama3.2',
    finishReasons: ['stop'],
    totals: [26, 282],
  },
  {
    name: 'AI SDK, two steps',
    source: 'https://ai-sdk.dev/docs/reference/ai-sdk-core/stream-text',
    chunks: [
      { type: 'start' },
      { type: 'text-delta', id: '0', text: 'a' },
      {
        type: 'finish-step',
        response: { id: 'r1', modelId: 'gpt-4o' },
        usage: { inputTokens: 10, outputTokens: 2 },
      },
      {
        type: 'finish-step',
        response: { id: 'r2', modelId: 'gpt-4o' },
        usage: { inputTokens: 20, outputTokens: 3 },
      },
      { type: 'finish', finishReason: 'stop', totalUsage: { inputTokens: 30, outputTokens: 5 } },
    ],
    completeAfter: 5,
    id: 'r2',
    model: 'gpt-4o',
    finishReasons: ['stop'],
    totals: [30, 5],
  },
  {
    name: 'Gemini, several candidates, and counts that later chunks leave out',
    source: 'https://ai.google.dev/api/generate-content#UsageMetadata',
    chunks: [
      {
        responseId: 'r1',
        modelVersion: 'gemini-2.5-flash',
        candidates: [{ index: 0 }, { index: 1 }],
        usageMetadata: { promptTokenCount: 11, cachedContentTokenCount: 4, thoughtsTokenCount: 6 },
      },
      {
        responseId: 'r1',
        candidates: [{ index: 0, finishReason: 'STOP' }, { index: 1 }],
        usageMetadata: { promptTokenCount: 11, thoughtsTokenCount: 6, candidatesTokenCount: 2 },
      },
      {
        responseId: 'r1',
        candidates: [{ index: 1, finishReason: 'MAX_TOKENS' }],
        usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 5 },
      },
    ],
    completeAfter: 3,
    id: 'r1',
    model: 'gemini-2.5-flash',
    finishReasons: ['STOP', 'MAX_TOKENS'],
    totals: [11, 11],
  },
  {
    name: 'LangChain message chunks: usage adds up',
    source: 'https://v03.api.js.langchain.com/classes/_langchain_core.messages.AIMessageChunk.html',
    chunks: [
      {
        id: 'run-1',
        content: '',
        response_metadata: {},
        usage_metadata: { input_tokens: 12, output_tokens: 1, total_tokens: 13 },
      },
      { id: 'run-1', content: 'a', response_metadata: {}, usage_metadata: undefined },
      {
        id: 'run-1',
        content: '',
        response_metadata: { stop_reason: 'end_turn' },
        usage_metadata: { input_tokens: 0, output_tokens: 7, total_tokens: 7 },
      },
    ],
    completeAfter: Number.POSITIVE_INFINITY,
    id: 'run-1',
    finishReasons: ['end_turn'],
    totals: [12, 8],
  },
];

const gather = (chunks: readonly unknown[]): StreamFacts => {
  const facts = new StreamFacts();
  for (const chunk of chunks) {
    facts.add(chunk);
  }
  return facts;
};
const totalsOf = ({ usage }: StreamFacts): [number, number] =>
  usage === undefined ? [0, 0] : [totalInputTokens(usage), totalOutputTokens(usage)];

describe('what the chunks of a stream say', () => {
  it.each(CASES)('$name', ({ chunks, id, model, finishReasons, totals }) => {
    const facts = gather(chunks);
    expect(totalsOf(facts)).toEqual(totals);
    expect({ id: facts.id, model: facts.model, finishReasons: facts.finishReasons }).toEqual({
      id,
      model,
      finishReasons,
    });
    expect(facts.isEstimated(true)).toBe(false);
  });

  it.each(CASES)('$name: broken off anywhere, what is known is marked, and never above the end', (stream) => {
    fc.assert(
      fc.property(fc.nat({ max: stream.chunks.length }), (length) => {
        const facts = gather(stream.chunks.slice(0, length));
        const [input, output] = totalsOf(facts);
        expect(facts.isEstimated(false)).toBe(length < stream.completeAfter);
        expect(input).toBeLessThanOrEqual(stream.totals[0]);
        expect(output).toBeLessThanOrEqual(stream.totals[1]);
      }),
    );
  });

  it('Anthropic: both lifetimes of the cache survive the deltas', () => {
    const stream = CASES.find(({ name }) => name.startsWith('Anthropic'));
    expect(gather(stream?.chunks ?? []).usage).toMatchObject({
      uncachedInputTokens: 25,
      cacheReadTokens: 100,
      cacheWrite5mTokens: 20,
      cacheWrite1hTokens: 30,
      cacheWriteTokens: 0,
    });
  });

  it('Mistral: the seconds of audio are there at the end of a stream, too', () => {
    const usage = { promptTokens: 4, completionTokens: 7, totalTokens: 11, promptAudioSeconds: 203 };
    const facts = gather([
      { data: { choices: [{ index: 0, finishReason: null }] } },
      { data: { choices: [{ index: 0, finishReason: 'stop' }], usage } },
    ]);
    expect([totalsOf(facts), facts.audioSeconds]).toEqual([[4, 7], 203]);
  });

  it('Ollama: a prompt that its cache had is not counted, and that is said', () => {
    const facts = gather([{ done: false }, { done: true, done_reason: 'stop', eval_count: 282 }]);
    expect(totalsOf(facts)).toEqual([0, 282]);
    expect(facts.isEstimated(true)).toBe(true);
  });

  it('Anthropic: a compaction counts in a stream, too, and a cache that grows has no known lifetime', () => {
    const usage = { input_tokens: 10, cache_creation_input_tokens: 5, output_tokens: 1 };
    const facts = gather([
      {
        type: 'message_start',
        message: { id: 'msg_1', usage: { ...usage, cache_creation: { ephemeral_1h_input_tokens: 5 } } },
      },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: {
          cache_creation_input_tokens: 8,
          output_tokens: 4,
          iterations: [{ type: 'compaction', input_tokens: 100, output_tokens: 7 }, { type: 'message' }],
        },
      },
    ]);
    expect(facts.usage).toMatchObject({
      uncachedInputTokens: 110,
      cacheWrite1hTokens: 5,
      cacheWriteTokens: 3,
      outputTokens: 11,
    });
  });

  it('a response that failed has what it says of itself, and is incomplete where that is nothing', () => {
    const failed = { id: 'resp_1', object: 'response', status: 'failed', model: 'gpt-5' };
    const started = { type: 'response.created', response: { ...failed, status: 'in_progress' } };
    const nothing = gather([started, { type: 'response.failed', response: { ...failed, usage: null } }]);
    expect(nothing.finishReasons).toEqual(['failed']);
    expect(nothing.isEstimated(true)).toBe(true);
    const usage = { input_tokens: 7, output_tokens: 2, total_tokens: 9 };
    const known = gather([started, { type: 'response.failed', response: { ...failed, usage } }]);
    expect(totalsOf(known)).toEqual([7, 2]);
    expect(known.isEstimated(true)).toBe(false);
  });

  it('a stream of something else is left alone', () => {
    const facts = gather(['text', new Uint8Array(2), { hello: 'world' }, null]);
    expect(facts.isUnknown).toBe(true);
    expect(facts.isEstimated(false)).toBe(false);
  });

  it('a stream that ended before its first chunk is known to be incomplete', () => {
    expect(gather([]).isEstimated(false)).toBe(true);
  });
});
