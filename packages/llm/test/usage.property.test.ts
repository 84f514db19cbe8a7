import fc from 'fast-check';
import { readResponse } from '../src/response';
import { StreamFacts } from '../src/stream-facts';
import { totalInputTokens, totalOutputTokens, type Usage } from '../src/usage';

/** Counts of one call, disjoint: what the provider knows before it writes them in its own way. */
interface Truth {
  readonly uncached: number;
  readonly read: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly audioIn: number;
  readonly imageIn: number;
  readonly plain: number;
  readonly reasoning: number;
  readonly audioOut: number;
  readonly imageOut: number;
}

const count = fc.oneof(fc.constant(0), fc.nat({ max: 1_000_000 }));
const truth: fc.Arbitrary<Truth> = fc.record({
  uncached: count,
  read: count,
  write5m: count,
  write1h: count,
  audioIn: count,
  imageIn: count,
  plain: count,
  reasoning: count,
  audioOut: count,
  imageOut: count,
});

const sum = (...counts: readonly number[]): number => counts.reduce((total, each) => total + each, 0);
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** How one provider writes the truth, which parts of it it knows, and where the reader puts them. */
interface Provider {
  readonly name: string;
  readonly knows: readonly (keyof Truth)[];
  readonly write: (truth: Truth) => object;
  /** How it writes the same into a stream, from what it would have answered at once. */
  readonly stream?: (answer: never, truth: Truth) => readonly unknown[];
}

const ask = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] };
const invoked = (body: object): object => ({ chunk: { bytes: bytes(body) } });

const PROVIDERS: readonly Provider[] = [
  {
    name: 'OpenAI chat: totals include their parts',
    knows: ['uncached', 'read', 'audioIn', 'imageIn', 'plain', 'reasoning', 'audioOut'],
    write: (t) => ({
      choices: [{ finish_reason: 'stop' }],
      usage: {
        prompt_tokens: sum(t.uncached, t.read, t.audioIn, t.imageIn),
        completion_tokens: sum(t.plain, t.reasoning, t.audioOut),
        prompt_tokens_details: { cached_tokens: t.read, audio_tokens: t.audioIn, image_tokens: t.imageIn },
        completion_tokens_details: { reasoning_tokens: t.reasoning, audio_tokens: t.audioOut },
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { ...ask, usage: null },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null },
      { choices: [], usage },
      { choices: [], usage },
    ],
  },
  {
    name: 'OpenAI completions',
    knows: ['uncached', 'plain'],
    write: (t) => ({
      choices: [{ text: 'Hi', finish_reason: 'length' }],
      usage: { prompt_tokens: t.uncached, completion_tokens: t.plain, total_tokens: t.uncached + t.plain },
    }),
  },
  {
    name: 'OpenAI embeddings',
    knows: ['uncached'],
    write: (t) => ({ data: [], usage: { prompt_tokens: t.uncached, total_tokens: t.uncached } }),
  },
  {
    name: 'OpenAI transcriptions',
    knows: ['uncached', 'audioIn', 'plain'],
    write: (t) => ({
      text: 'Hi',
      usage: {
        type: 'tokens',
        input_tokens: sum(t.uncached, t.audioIn),
        input_token_details: { text_tokens: t.uncached, audio_tokens: t.audioIn },
        output_tokens: t.plain,
        total_tokens: sum(t.uncached, t.audioIn, t.plain),
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { type: 'transcript.text.delta', delta: 'Hi' },
      { type: 'transcript.text.done', text: 'Hi', usage },
    ],
  },
  {
    name: 'Groq: usage of a stream in x_groq',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      choices: [{ finish_reason: 'stop' }],
      usage: {
        prompt_tokens: sum(t.uncached, t.read),
        prompt_tokens_details: { cached_tokens: t.read },
        completion_tokens: sum(t.plain, t.reasoning),
        completion_tokens_details: { reasoning_tokens: t.reasoning },
        total_tokens: sum(t.uncached, t.read, t.plain, t.reasoning),
      },
      x_groq: { id: 'req_1', usage: { dram_cached_tokens: t.read } },
    }),
    stream: ({ usage }: { usage: object }) => [
      { ...ask, x_groq: { id: 'req_1' } },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], x_groq: { id: 'req_1', usage } },
    ],
  },
  {
    name: 'Together: cached tokens beside the totals',
    knows: ['uncached', 'read', 'plain'],
    write: (t) => ({
      choices: [{ finish_reason: 'eos' }],
      usage: {
        prompt_tokens: sum(t.uncached, t.read),
        completion_tokens: t.plain,
        total_tokens: sum(t.uncached, t.read, t.plain),
        cached_tokens: t.read,
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      ask,
      { choices: [{ index: 0, delta: {}, finish_reason: 'eos' }], usage },
    ],
  },
  {
    name: 'xAI: reasoning beside the completion',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      choices: [{ finish_reason: 'stop' }],
      usage: {
        prompt_tokens: sum(t.uncached, t.read),
        prompt_tokens_details: { cached_tokens: t.read },
        completion_tokens: t.plain,
        completion_tokens_details: { reasoning_tokens: t.reasoning },
        total_tokens: sum(t.uncached, t.read, t.plain, t.reasoning),
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { ...ask, usage },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage },
    ],
  },
  {
    name: 'OpenAI responses',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      object: 'response',
      usage: {
        input_tokens: sum(t.uncached, t.read),
        input_tokens_details: { cached_tokens: t.read },
        output_tokens: sum(t.plain, t.reasoning),
        output_tokens_details: { reasoning_tokens: t.reasoning },
        total_tokens: sum(t.uncached, t.read, t.plain, t.reasoning),
      },
    }),
    stream: (response: object) => [
      { type: 'response.created', response: { object: 'response', status: 'in_progress', usage: null } },
      { type: 'response.output_text.delta', delta: 'Hi' },
      { type: 'response.incomplete', response },
    ],
  },
  {
    name: 'OpenAI images',
    knows: ['uncached', 'imageIn', 'plain', 'imageOut'],
    write: (t) => ({
      created: 1,
      data: [],
      usage: {
        input_tokens: sum(t.uncached, t.imageIn),
        input_tokens_details: { text_tokens: t.uncached, image_tokens: t.imageIn },
        output_tokens: sum(t.plain, t.imageOut),
        output_tokens_details: { text_tokens: t.plain, image_tokens: t.imageOut },
        total_tokens: sum(t.uncached, t.imageIn, t.plain, t.imageOut),
      },
    }),
  },
  {
    name: 'Anthropic: input excludes the cache',
    knows: ['uncached', 'read', 'write5m', 'write1h', 'plain', 'reasoning'],
    write: (t) => ({
      type: 'message',
      usage: {
        input_tokens: t.uncached,
        cache_read_input_tokens: t.read,
        cache_creation_input_tokens: sum(t.write5m, t.write1h),
        cache_creation: { ephemeral_5m_input_tokens: t.write5m, ephemeral_1h_input_tokens: t.write1h },
        output_tokens: sum(t.plain, t.reasoning),
        output_tokens_details: { thinking_tokens: t.reasoning },
      },
    }),
    stream: ({ usage }: { usage: Record<string, unknown> }) => [
      { type: 'message_start', message: { id: 'msg_1', usage: { ...usage, output_tokens: 0 } } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { ...usage, input_tokens: null, cache_creation: undefined },
      },
      { type: 'message_stop' },
    ],
  },
  {
    name: 'Bedrock InvokeModel: Anthropic',
    knows: ['uncached', 'read', 'write5m', 'plain'],
    write: (t) => ({
      $metadata: {},
      body: bytes({
        type: 'message',
        usage: {
          input_tokens: t.uncached,
          cache_read_input_tokens: t.read,
          cache_creation_input_tokens: t.write5m,
          cache_creation: { ephemeral_5m_input_tokens: t.write5m, ephemeral_1h_input_tokens: 0 },
          output_tokens: t.plain,
        },
      }),
    }),
  },
  {
    name: 'Bedrock InvokeModel: Nova',
    knows: ['uncached', 'read', 'plain'],
    write: (t) => ({
      $metadata: {},
      body: bytes({
        stopReason: 'end_turn',
        usage: { inputTokens: t.uncached, cacheReadInputTokenCount: t.read, outputTokens: t.plain },
      }),
    }),
  },
  {
    name: 'Bedrock InvokeModel: Titan',
    knows: ['uncached', 'plain'],
    write: (t) => ({
      $metadata: {},
      body: bytes({ inputTextTokenCount: t.uncached, results: [{ tokenCount: t.plain }] }),
    }),
    stream: (_, t) => [
      invoked({ outputText: 'Hi', index: 0 }),
      invoked({
        outputText: '',
        completionReason: 'FINISH',
        'amazon-bedrock-invocationMetrics': { inputTokenCount: t.uncached, outputTokenCount: t.plain },
      }),
    ],
  },
  {
    name: 'Vertex embeddings',
    knows: ['uncached'],
    write: (t) => ({ embeddings: [{ statistics: { tokenCount: t.uncached } }] }),
  },
  {
    name: 'Gemini: thoughts beside the candidates',
    knows: ['uncached', 'read', 'audioIn', 'imageIn', 'plain', 'reasoning', 'audioOut', 'imageOut'],
    write: (t) => ({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: {
        promptTokenCount: sum(t.uncached, t.read, t.audioIn, t.imageIn),
        cachedContentTokenCount: t.read,
        candidatesTokenCount: sum(t.plain, t.audioOut, t.imageOut),
        thoughtsTokenCount: t.reasoning,
        promptTokensDetails: [
          { modality: 'AUDIO', tokenCount: t.audioIn },
          { modality: 'IMAGE', tokenCount: t.imageIn },
        ],
        candidatesTokensDetails: [
          { modality: 'AUDIO', tokenCount: t.audioOut },
          { modality: 'IMAGE', tokenCount: t.imageOut },
        ],
      },
    }),
    stream: ({ usageMetadata }: { usageMetadata: object }) => [
      { candidates: [{ index: 0 }], usageMetadata: { ...usageMetadata, candidatesTokenCount: 0 } },
      {
        candidates: [{ index: 0, finishReason: 'STOP' }],
        usageMetadata: { ...usageMetadata, cachedContentTokenCount: undefined },
      },
    ],
  },
  {
    name: 'Gemini: what tools gave back, and a cache of audio',
    knows: ['uncached', 'read', 'audioIn', 'plain'],
    write: (t) => ({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: {
        promptTokenCount: sum(t.read, t.audioIn),
        promptTokensDetails: [{ modality: 'AUDIO', tokenCount: sum(t.read, t.audioIn) }],
        toolUsePromptTokenCount: t.uncached,
        toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: t.uncached }],
        cachedContentTokenCount: t.read,
        cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: t.read }],
        candidatesTokenCount: t.plain,
      },
    }),
  },
  {
    name: 'Gemini interactions: thoughts beside the output',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      id: 'v1_1',
      status: 'completed',
      usage: {
        total_input_tokens: t.read,
        total_tool_use_tokens: t.uncached,
        total_cached_tokens: t.read,
        total_output_tokens: t.plain,
        total_thought_tokens: t.reasoning,
        total_tokens: sum(t.uncached, t.read, t.plain, t.reasoning),
      },
    }),
    stream: (interaction: object) => [
      { event_type: 'interaction.created', interaction: { id: 'v1_1', status: 'in_progress' } },
      { event_type: 'step.delta', delta: { type: 'text', text: 'Hi' } },
      { event_type: 'interaction.completed', interaction },
    ],
  },
  {
    name: 'Bedrock Converse: input excludes the cache',
    knows: ['uncached', 'read', 'write5m', 'write1h', 'plain'],
    write: (t) => ({
      $metadata: {},
      stopReason: 'end_turn',
      usage: {
        inputTokens: t.uncached,
        cacheReadInputTokens: t.read,
        cacheWriteInputTokens: sum(t.write5m, t.write1h),
        cacheDetails: [
          { ttl: '1h', inputTokens: t.write1h },
          { ttl: '5m', inputTokens: t.write5m },
        ],
        outputTokens: t.plain,
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { messageStart: { role: 'assistant' } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage } },
    ],
  },
  {
    name: 'Bedrock InvokeModel: Llama',
    knows: ['uncached', 'plain'],
    write: (t) => ({
      $metadata: {},
      body: bytes({ prompt_token_count: t.uncached, generation_token_count: t.plain }),
    }),
  },
  {
    name: 'Cohere',
    knows: ['uncached', 'plain'],
    write: (t) => ({
      usage: {
        billed_units: { input_tokens: t.uncached, output_tokens: t.plain },
        tokens: { input_tokens: t.uncached + 66, output_tokens: t.plain },
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { type: 'message-start', id: 'c1' },
      { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage } },
    ],
  },
  {
    name: 'Cohere: a cached prompt, its template first',
    knows: ['uncached', 'read', 'plain'],
    write: (t) => ({
      usage: {
        billedUnits: { inputTokens: sum(t.uncached, t.read), outputTokens: t.plain },
        tokens: { inputTokens: sum(t.uncached, t.read) + 66, outputTokens: t.plain },
        cachedTokens: t.read + 66,
      },
    }),
  },
  {
    name: 'Mistral',
    knows: ['uncached', 'read', 'plain'],
    write: (t) => ({
      choices: [{ finishReason: 'stop' }],
      usage: {
        promptTokens: sum(t.uncached, t.read),
        completionTokens: t.plain,
        promptTokensDetails: { cachedTokens: t.read },
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { data: { choices: [{ index: 0, finishReason: null }] } },
      { data: { choices: [{ index: 0, finishReason: 'stop' }], usage } },
    ],
  },
  {
    name: 'Ollama',
    knows: ['uncached', 'plain'],
    write: (t) => ({ done: true, prompt_eval_count: t.uncached, eval_count: t.plain }),
    stream: (answer: object) => [{ done: false, message: { content: 'Hi' } }, answer],
  },
  {
    name: 'AI SDK 4: Anthropic',
    knows: ['uncached', 'read', 'plain'],
    write: (t) => ({
      finishReason: 'stop',
      usage: { promptTokens: t.uncached, completionTokens: t.plain },
      providerMetadata: { anthropic: { cacheReadInputTokens: t.read } },
    }),
    stream: (answer: { usage: object }) => [
      { type: 'step-start' },
      { type: 'text-delta', textDelta: 'Hi' },
      { type: 'step-finish', ...answer },
      { type: 'finish', ...answer },
    ],
  },
  {
    name: 'AI SDK 5: Anthropic, two steps',
    knows: ['uncached', 'read', 'write5m', 'write1h', 'plain', 'reasoning'],
    write: (t) => ({
      finishReason: 'stop',
      usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: t.read },
      totalUsage: {
        inputTokens: t.uncached,
        outputTokens: sum(t.plain, t.reasoning),
        cachedInputTokens: t.read,
      },
      steps: [
        {
          usage: {
            inputTokens: t.uncached,
            outputTokens: sum(t.plain, t.reasoning),
            reasoningTokens: t.reasoning,
            cachedInputTokens: 0,
          },
          providerMetadata: {
            anthropic: {
              cacheCreationInputTokens: sum(t.write5m, t.write1h),
              usage: {
                cache_creation: {
                  ephemeral_5m_input_tokens: t.write5m,
                  ephemeral_1h_input_tokens: t.write1h,
                },
              },
            },
          },
        },
        {
          usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: t.read },
          providerMetadata: { anthropic: {} },
        },
      ],
    }),
    stream: ({ steps, totalUsage }: { steps: object[]; totalUsage: object }) => [
      { type: 'start' },
      ...steps.map((step) => ({ type: 'finish-step', finishReason: 'stop', ...step })),
      { type: 'finish', finishReason: 'stop', totalUsage },
    ],
  },
  {
    name: 'AI SDK 6 and 7',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      usage: {
        inputTokens: sum(t.uncached, t.read),
        inputTokenDetails: { noCacheTokens: t.uncached, cacheReadTokens: t.read },
        outputTokens: sum(t.plain, t.reasoning),
        outputTokenDetails: { textTokens: t.plain, reasoningTokens: t.reasoning },
      },
    }),
    stream: ({ usage }: { usage: object }) => [
      { type: 'start-step' },
      { type: 'finish-step', finishReason: 'stop', usage },
      { type: 'finish', finishReason: 'stop', totalUsage: usage },
    ],
  },
  {
    name: 'LangChain',
    knows: ['uncached', 'read', 'audioIn', 'plain', 'reasoning', 'audioOut'],
    write: (t) => ({
      usage_metadata: {
        input_tokens: sum(t.uncached, t.read, t.audioIn),
        output_tokens: sum(t.plain, t.reasoning, t.audioOut),
        input_token_details: { cache_read: t.read, audio: t.audioIn },
        output_token_details: { reasoning: t.reasoning, audio: t.audioOut },
      },
    }),
    stream: (message: object) => [
      { content: 'Hi', response_metadata: {}, usage_metadata: undefined },
      { content: '', response_metadata: { finish_reason: 'stop' }, usage_metadata: undefined },
      { ...message, content: '', response_metadata: {} },
    ],
  },
];

const FIELDS: Readonly<Record<keyof Truth, keyof Usage>> = {
  uncached: 'uncachedInputTokens',
  read: 'cacheReadTokens',
  write5m: 'cacheWrite5mTokens',
  write1h: 'cacheWrite1hTokens',
  audioIn: 'audioInputTokens',
  imageIn: 'imageInputTokens',
  plain: 'outputTokens',
  reasoning: 'reasoningTokens',
  audioOut: 'audioOutputTokens',
  imageOut: 'imageOutputTokens',
};

/** The usage has each token of the truth in exactly one count, and the sums are the provider's totals. */
function expectTruth(usage: Usage | undefined, all: Truth, knows: readonly (keyof Truth)[]): void {
  for (const [key, field] of Object.entries(FIELDS) as [keyof Truth, keyof Usage][]) {
    expect([field, usage?.[field]]).toEqual([field, knows.includes(key) ? all[key] : 0]);
  }
  const known = (keys: readonly (keyof Truth)[]): number =>
    sum(...keys.filter((key) => knows.includes(key)).map((key) => all[key]));
  expect(totalInputTokens(usage as Usage)).toBe(
    known(['uncached', 'read', 'write5m', 'write1h', 'audioIn', 'imageIn']),
  );
  expect(totalOutputTokens(usage as Usage)).toBe(known(['plain', 'reasoning', 'audioOut', 'imageOut']));
}

const STREAMS = PROVIDERS.flatMap(({ stream, ...provider }) => (stream ? [{ ...provider, stream }] : []));

describe.each(STREAMS)('$name, streamed', ({ knows, write, stream }) => {
  const gather = (chunks: readonly unknown[]): StreamFacts => {
    const facts = new StreamFacts();
    for (const chunk of chunks) {
      facts.add(chunk);
    }
    return facts;
  };

  it('has the same counts as the answer at once, and none above them on the way', () => {
    fc.assert(
      fc.property(truth, (all) => {
        const chunks = stream(write(all) as never, all);
        const end = gather(chunks);
        expectTruth(end.usage, all, knows);
        expect(end.isEstimated(true)).toBe(false);
        for (const [index] of chunks.entries()) {
          const { usage } = gather(chunks.slice(0, index));
          for (const field of Object.values(FIELDS)) {
            expect(usage?.[field] ?? 0).toBeLessThanOrEqual(end.usage?.[field] ?? 0);
          }
        }
      }),
    );
  });
});

describe.each(PROVIDERS)('$name', ({ knows, write }) => {
  it('each token is in exactly one count, and the sums are the totals of the provider', () => {
    fc.assert(
      fc.property(truth, (all) => {
        expectTruth(readResponse(write(all))?.usage, all, knows);
      }),
    );
  });

  it('any of its fields may be missing, null, negative, huge or something else: no count is negative or NaN', () => {
    const broken = fc.constantFrom(
      undefined,
      null,
      -1,
      Number.NaN,
      '12',
      {},
      [],
      Number.POSITIVE_INFINITY,
      1e15,
    );
    fc.assert(
      fc.property(truth, broken, fc.nat(), (all, value, index) => {
        const response = breakField(write(all), value, index);
        const usage = readResponse(response)?.usage;
        for (const each of Object.values(usage ?? {})) {
          expect(Number.isFinite(each) && each >= 0).toBe(true);
        }
      }),
    );
  });
});

/** The same with one of its numbers replaced. */
function breakField(response: unknown, value: unknown, index: number): unknown {
  const paths: string[] = [];
  JSON.stringify(response, (key, each: unknown) => {
    if (typeof each === 'number') {
      paths.push(key);
    }
    return each;
  });
  const target = paths[index % Math.max(1, paths.length)];
  return JSON.parse(JSON.stringify(response), (key, each: unknown) =>
    key === target && typeof each === 'number' ? value : each,
  );
}

it('parts that are more than their total are cut: the total is what is billed', () => {
  fc.assert(
    fc.property(count, count, count, count, (total, read, audio, image) => {
      const usage = readResponse({
        choices: [{}],
        usage: {
          prompt_tokens: total,
          completion_tokens: 0,
          prompt_tokens_details: { cached_tokens: read, audio_tokens: audio, image_tokens: image },
        },
      })?.usage as Usage;
      expect(totalInputTokens(usage)).toBe(total);
      expect(usage.cacheReadTokens).toBe(Math.min(read, total));
    }),
  );
});
