import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import type { ResponseFacts } from './response';
import { toUsage, type Usage } from './usage';

/**
 * Cohere, version 2 (`usage`) and 1 (`meta`): what is billed, where it says so.
 * Source: https://docs.cohere.com/reference/chat
 */
export function readCohere(response: Fields): ResponseFacts | undefined {
  const reported = asFields(response.usage) ?? asFields(response.meta);
  const usage = readCohereUsage(reported);
  if (usage === undefined) {
    return undefined;
  }
  return {
    id: textOf(firstOf(response, 'id', 'responseId', 'response_id', 'generationId', 'generation_id')),
    finishReasons: textsOf([response], 'finishReason', 'finish_reason'),
    usage,
  };
}

/** `billed_units` leaves out what Cohere adds to a prompt by itself, `tokens` does not. */
export function readCohereUsage(reported: Fields | undefined): Usage | undefined {
  const billed = asFields(firstOf(reported, 'billedUnits', 'billed_units'));
  const counted = asFields(reported?.tokens);
  const isBilled = numberOf(firstOf(billed, 'inputTokens', 'input_tokens')) !== undefined;
  const tokens = isBilled ? billed : (counted ?? billed);
  if (tokens === undefined) {
    return undefined;
  }
  return toUsage({
    totalInput: firstOf(tokens, 'inputTokens', 'input_tokens'),
    cacheRead: firstOf(reported, 'cachedTokens', 'cached_tokens'),
    totalOutput: firstOf(tokens, 'outputTokens', 'output_tokens'),
  });
}

/**
 * Ollama.
 * Source: https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function readOllama(response: Fields): ResponseFacts | undefined {
  const { prompt_eval_count: input, eval_count: output } = response;
  if (numberOf(input) === undefined && numberOf(output) === undefined) {
    return undefined;
  }
  return {
    model: textOf(response.model),
    finishReasons: textsOf([response], 'done_reason'),
    usage: toUsage({ totalInput: input, totalOutput: output }),
  };
}

/** Results that begin to stream when they are looked at. */
const LAZY_STREAMS = ['textStream', 'fullStream', 'partialObjectStream'];

/** Whether a result of the AI SDK is a stream, whose getters must be left alone: `usage` would consume it. */
export function isAiSdkStream(response: Fields): boolean {
  return LAZY_STREAMS.some((name) => name in response);
}

/**
 * Results of the Vercel AI SDK, 4 to 7.
 * Source: https://ai-sdk.dev/docs/reference/ai-sdk-core/generate-text
 */
export function readAiSdk(response: Fields): ResponseFacts | undefined {
  const reported = asFields(response.totalUsage) ?? asFields(response.usage);
  const usage = readAiSdkUsage(reported);
  if (usage === undefined) {
    return undefined;
  }
  const metadata = asFields(response.response);
  return {
    id: textOf(metadata?.id),
    model: textOf(metadata?.modelId),
    finishReasons: textsOf([response], 'finishReason'),
    usage,
  };
}

/** `inputTokens` includes cached tokens, `outputTokens` includes reasoning. */
export function readAiSdkUsage(reported: Fields | undefined): Usage | undefined {
  if (reported === undefined) {
    return undefined;
  }
  const input = asFields(reported.inputTokenDetails);
  const output = asFields(reported.outputTokenDetails);
  const embedded = numberOf(reported.tokens);
  if (numberOf(reported.inputTokens) === undefined && numberOf(reported.outputTokens) === undefined) {
    return embedded === undefined ? undefined : toUsage({ totalInput: embedded });
  }
  return toUsage({
    totalInput: reported.inputTokens,
    cacheRead: input?.cacheReadTokens ?? reported.cachedInputTokens,
    cacheWrite: input?.cacheWriteTokens,
    totalOutput: reported.outputTokens,
    reasoning: output?.reasoningTokens ?? reported.reasoningTokens,
  });
}

/**
 * Messages of LangChain, alone or in an `LLMResult`.
 * Source: https://v03.api.js.langchain.com/types/_langchain_core.messages.UsageMetadata.html
 */
export function readLangChain(response: Fields): ResponseFacts | undefined {
  const [generation] = Array.isArray(response.generations) ? listOf(response.generations.flat()) : [];
  const message = asFields(generation?.message);
  if (message !== undefined) {
    return readLangChain(message);
  }
  const reported = asFields(response.usage_metadata);
  const metadata = asFields(response.response_metadata);
  if (reported === undefined && metadata === undefined) {
    return undefined;
  }
  return {
    id: textOf(metadata?.id) ?? textOf(response.id),
    model: textOf(firstOf(metadata, 'model_name', 'model')),
    finishReasons: textsOf(metadata === undefined ? [] : [metadata], 'finish_reason', 'stop_reason'),
    usage: reported === undefined ? undefined : readLangChainUsage(reported),
  };
}

/** `input_tokens` is the sum of all kinds of input, `output_tokens` of all kinds of output. */
function readLangChainUsage(reported: Fields): Usage {
  const input = asFields(reported.input_token_details);
  const output = asFields(reported.output_token_details);
  return toUsage({
    totalInput: reported.input_tokens,
    cacheRead: input?.cache_read,
    cacheWrite: input?.cache_creation,
    cacheWrite5m: input?.ephemeral_5m_input_tokens,
    cacheWrite1h: input?.ephemeral_1h_input_tokens,
    audioInput: input?.audio,
    imageInput: input?.image,
    totalOutput: reported.output_tokens,
    reasoning: output?.reasoning,
    audioOutput: output?.audio,
    imageOutput: output?.image,
  });
}
