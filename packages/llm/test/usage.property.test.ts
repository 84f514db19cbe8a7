import fc from 'fast-check';
import { readResponse } from '../src/response';
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
  readonly write: (truth: Truth) => unknown;
}

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
  },
  {
    name: 'Ollama',
    knows: ['uncached', 'plain'],
    write: (t) => ({ done: true, prompt_eval_count: t.uncached, eval_count: t.plain }),
  },
  {
    name: 'AI SDK',
    knows: ['uncached', 'read', 'plain', 'reasoning'],
    write: (t) => ({
      usage: {
        inputTokens: sum(t.uncached, t.read),
        inputTokenDetails: { noCacheTokens: t.uncached, cacheReadTokens: t.read },
        outputTokens: sum(t.plain, t.reasoning),
        outputTokenDetails: { textTokens: t.plain, reasoningTokens: t.reasoning },
      },
    }),
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

describe.each(PROVIDERS)('$name', ({ knows, write }) => {
  it('each token is in exactly one count, and the sums are the totals of the provider', () => {
    fc.assert(
      fc.property(truth, (all) => {
        const usage = readResponse(write(all))?.usage as Usage;
        for (const [key, field] of Object.entries(FIELDS) as [keyof Truth, keyof Usage][]) {
          expect([field, usage[field]]).toEqual([field, knows.includes(key) ? all[key] : 0]);
        }
        const known = (keys: readonly (keyof Truth)[]): number =>
          sum(...keys.filter((key) => knows.includes(key)).map((key) => all[key]));
        expect(totalInputTokens(usage)).toBe(
          known(['uncached', 'read', 'write5m', 'write1h', 'audioIn', 'imageIn']),
        );
        expect(totalOutputTokens(usage)).toBe(known(['plain', 'reasoning', 'audioOut', 'imageOut']));
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
