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
  if (choices.length === 0 && (usage?.prompt_tokens ?? usage?.promptTokens) === undefined) {
    return undefined;
  }
  return {
    id: textOf(response.id),
    // An answer without an id of its own, embeddings say: the client adds the header `x-request-id`.
    requestId: textOf(response.id) === undefined ? textOf(response._request_id) : undefined,
    model: textOf(response.model),
    finishReasons: textsOf(choices, 'finish_reason', 'finishReason'),
    usage: readPromptUsage(usage),
  };
}

/** Usage with `prompt_tokens`: it includes cached tokens, `completion_tokens` includes reasoning. */
export function readPromptUsage(usage: Fields | undefined): Usage | undefined {
  const prompt = usage?.prompt_tokens ?? usage?.promptTokens;
  if (usage === undefined || prompt === undefined || prompt === null) {
    return undefined;
  }
  const input = asFields(
    usage.prompt_tokens_details ??
      usage.promptTokensDetails ??
      usage.prompt_token_details ??
      usage.promptTokenDetails,
  );
  const output = asFields(usage.completion_tokens_details ?? usage.completionTokensDetails);
  return toUsage({
    totalInput: prompt,
    cacheRead:
      input?.cached_tokens ??
      input?.cachedTokens ??
      // DeepSeek, Mistral and Moonshot.
      firstOf(usage, 'prompt_cache_hit_tokens', 'num_cached_tokens', 'numCachedTokens', 'cached_tokens'),
    cacheWrite: input?.cache_write_tokens,
    audioInput: input?.audio_tokens ?? input?.audioTokens,
    imageInput: input?.image_tokens,
    totalOutput: usage.completion_tokens ?? usage.completionTokens,
    reasoning: output?.reasoning_tokens ?? output?.reasoningTokens,
    audioOutput: output?.audio_tokens ?? output?.audioTokens,
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
