import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import type { ResponseFacts } from './response';
import { toUsage, type Usage } from './usage';

/**
 * Chat completions, completions and embeddings of OpenAI and of everybody who speaks its protocol: Azure, Groq, Together,
 * Mistral (whose client writes camel case), Fireworks, Perplexity, vLLM.
 * Source: https://platform.openai.com/docs/api-reference/chat/object
 */
export function readOpenAiChat(response: Fields): ResponseFacts | undefined {
  const usage = asFields(response.usage);
  const choices = listOf(response.choices);
  if (firstOf(usage, 'prompt_tokens', 'promptTokens') === undefined && choices.length === 0) {
    return undefined;
  }
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: textsOf(choices, 'finish_reason', 'finishReason'),
    usage: readPromptUsage(usage),
  };
}

/** Usage with `prompt_tokens`: it includes cached tokens, `completion_tokens` includes reasoning. */
export function readPromptUsage(usage: Fields | undefined): Usage | undefined {
  const prompt = firstOf(usage, 'prompt_tokens', 'promptTokens');
  if (usage === undefined || prompt === undefined) {
    return undefined;
  }
  const input = asFields(
    firstOf(
      usage,
      'prompt_tokens_details',
      'promptTokensDetails',
      'prompt_token_details',
      'promptTokenDetails',
    ),
  );
  const output = asFields(firstOf(usage, 'completion_tokens_details', 'completionTokensDetails'));
  return toUsage({
    totalInput: prompt,
    cacheRead:
      firstOf(input, 'cached_tokens', 'cachedTokens') ??
      // DeepSeek, Mistral and Moonshot.
      firstOf(usage, 'prompt_cache_hit_tokens', 'num_cached_tokens', 'numCachedTokens', 'cached_tokens'),
    cacheWrite: input?.cache_write_tokens,
    audioInput: firstOf(input, 'audio_tokens', 'audioTokens'),
    imageInput: input?.image_tokens,
    totalOutput: firstOf(usage, 'completion_tokens', 'completionTokens'),
    reasoning: firstOf(output, 'reasoning_tokens', 'reasoningTokens'),
    audioOutput: firstOf(output, 'audio_tokens', 'audioTokens'),
  });
}

/**
 * The Responses API, images, and transcriptions that are billed by token.
 * Source: https://platform.openai.com/docs/api-reference/responses/object
 */
export function readOpenAiResponse(response: Fields): ResponseFacts | undefined {
  const usage = asFields(response.usage);
  const details = asFields(firstOf(usage, 'input_tokens_details', 'input_token_details'));
  const isResponse = response.object === 'response';
  if (
    !isResponse &&
    (numberOf(usage?.total_tokens) === undefined || numberOf(usage?.input_tokens) === undefined)
  ) {
    return undefined;
  }
  const status = textOf(asFields(response.incomplete_details)?.reason) ?? textOf(response.status);
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: status === undefined ? [] : [status],
    usage: usage === undefined ? undefined : readInputUsage(usage, details, isImage(response)),
  };
}

function readInputUsage(usage: Fields, details: Fields | undefined, isImageOutput: boolean): Usage {
  const output = asFields(firstOf(usage, 'output_tokens_details', 'output_token_details'));
  return toUsage({
    totalInput: usage.input_tokens,
    cacheRead: details?.cached_tokens,
    cacheWrite: details?.cache_write_tokens,
    audioInput: details?.audio_tokens,
    imageInput: details?.image_tokens,
    totalOutput: usage.output_tokens,
    reasoning: output?.reasoning_tokens,
    audioOutput: output?.audio_tokens,
    // Image models of before 2026 report no details: all that they put out is image.
    imageOutput: output === undefined && isImageOutput ? usage.output_tokens : output?.image_tokens,
  });
}

/** The Images API answers with `created` and a list of pictures, its stream with `b64_json`. */
function isImage(response: Fields): boolean {
  return (
    (response.created !== undefined && Array.isArray(response.data)) ||
    textOf(response.type)?.startsWith('image_') === true
  );
}
