import type { Attributes } from '@opentelemetry/api';

/** The tokens that a span reports, whoever made it. */
export interface SpanUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Input tokens read from or written to a cache: some count them in `inputTokens`, some beside it. */
  readonly cacheTokens: number;
}

/** Every spelling in use: OpenTelemetry's GenAI conventions of several years, openinference, traceloop, the AI SDK. */
const INPUT_KEYS = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.prompt_tokens',
  'llm.token_count.prompt',
  'llm.usage.prompt_tokens',
  'ai.usage.inputTokens',
  'ai.usage.promptTokens',
  'ai.usage.tokens',
];

const OUTPUT_KEYS = [
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.completion_tokens',
  'llm.token_count.completion',
  'llm.usage.completion_tokens',
  'ai.usage.outputTokens',
  'ai.usage.completionTokens',
];

const CACHE_READ_KEYS = [
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_read_input_tokens',
  'gen_ai.usage.cached_input_tokens',
  'llm.token_count.prompt_details.cache_read',
  'ai.usage.cachedInputTokens',
];

const CACHE_WRITE_KEYS = [
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_write_input_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  'llm.token_count.prompt_details.cache_write',
];

const RESPONSE_ID_KEYS = ['gen_ai.response.id', 'ai.response.id', 'llm.response.id'];

const OPERATION_KEYS = ['gen_ai.operation.name', 'openinference.span.kind', 'ai.operationId'];

/**
 * What a span reports to have used.
 *
 * @param attributes - Of an ended span.
 * @returns Undefined where it reports nothing.
 */
export function usageOf(attributes: Attributes): SpanUsage | undefined {
  const inputTokens = firstNumber(attributes, INPUT_KEYS);
  const outputTokens = firstNumber(attributes, OUTPUT_KEYS);
  if (inputTokens === undefined && outputTokens === undefined) {
    return undefined;
  }
  const cacheTokens =
    (firstNumber(attributes, CACHE_READ_KEYS) ?? 0) + (firstNumber(attributes, CACHE_WRITE_KEYS) ?? 0);
  return { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, cacheTokens };
}

/**
 * The provider's id of the response that a span is about.
 *
 * @param attributes - Of an ended span.
 */
export function responseIdOf(attributes: Attributes): string | undefined {
  return firstText(attributes, RESPONSE_ID_KEYS);
}

/** What contains calls of models, and is none: agents, workflows, steps, chains; `ai.generateText` but not its `doGenerate`. */
const CONTAINERS = /^(invoke_agent|create_agent|invoke_workflow|agent_step|agent|chain|ai\.\w+)$/i;

/**
 * Whether a span contains calls of models, so that what it reports is the sum of theirs.
 *
 * @param attributes - Of an ended span.
 */
export function isContainer(attributes: Attributes): boolean {
  const operation = firstText(attributes, OPERATION_KEYS);
  return operation !== undefined && CONTAINERS.test(operation);
}

/**
 * Whether two spans report the same tokens. One may count cached input in its input, the other beside it.
 *
 * @param left - Of one span.
 * @param right - Of another, or the sum of several.
 */
export function isSameUsage(left: SpanUsage, right: SpanUsage): boolean {
  return (
    left.outputTokens === right.outputTokens &&
    (left.inputTokens === right.inputTokens ||
      left.inputTokens + left.cacheTokens === right.inputTokens ||
      left.inputTokens === right.inputTokens + right.cacheTokens)
  );
}

/** The sum of two. */
export function addSpanUsage(left: SpanUsage | undefined, right: SpanUsage): SpanUsage {
  return left === undefined
    ? right
    : {
        inputTokens: left.inputTokens + right.inputTokens,
        outputTokens: left.outputTokens + right.outputTokens,
        cacheTokens: left.cacheTokens + right.cacheTokens,
      };
}

function firstNumber(attributes: Attributes, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === 'number' && value >= 0) {
      return value;
    }
  }
  return undefined;
}

function firstText(attributes: Attributes, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === 'string' && value !== '') {
      return value;
    }
  }
  return undefined;
}
