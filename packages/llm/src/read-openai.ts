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
  // Version 4 of the AI SDK has the same counts beside a reason of its own.
  const isOther =
    usage?.prompt_tokens === undefined && (usage?.promptTokens === undefined || 'finishReason' in response);
  if (choices.length === 0 && isOther) {
    return undefined;
  }
  return {
    id: textOf(response.id),
    // An answer without an id of its own, embeddings say: the client adds the header `x-request-id`.
    requestId: textOf(response.id) === undefined ? textOf(response._request_id) : undefined,
    model: textOf(response.model),
    finishReasons: textsOf(choices, 'finish_reason', 'finishReason'),
    usage: readPromptUsage(usage),
    audioSeconds: audioSecondsOf(usage),
  };
}

/** Mistral bills the seconds of what Voxtral hears. */
export function audioSecondsOf(usage: Fields | undefined): number | undefined {
  return numberOf(usage?.prompt_audio_seconds ?? usage?.promptAudioSeconds);
}

/**
 * Usage with `prompt_tokens`: it includes cached tokens, `completion_tokens` includes reasoning. xAI and Gemini's endpoint
 * for the client of OpenAI leave reasoning out of `completion_tokens`: there it is what the total has beyond both.
 * Source: https://docs.x.ai/docs/key-information/consumption-and-rate-limits
 */
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
  const completion = usage.completion_tokens ?? usage.completionTokens;
  const reasoning = output?.reasoning_tokens ?? output?.reasoningTokens;
  const cacheWrite = input?.cache_write_tokens ?? input?.cacheWriteTokens;
  const cacheRead =
    input?.cached_tokens ??
    input?.cachedTokens ??
    // DeepSeek, Mistral and Moonshot.
    firstOf(usage, 'prompt_cache_hit_tokens', 'num_cached_tokens', 'numCachedTokens', 'cached_tokens');
  // What Mistral's connectors put into the prompt of an agent.
  const connectors = toCount(usage.connector_tokens ?? usage.connectorTokens);
  const total = toCount(usage.total_tokens ?? usage.totalTokens);
  const beside = Math.max(0, total - toCount(prompt) - connectors - toCount(completion));
  // Proxies of Anthropic may leave the cache out of the prompt.
  const isCache = beside === toCount(cacheRead) + toCount(cacheWrite) && beside !== toCount(reasoning);
  const besidePrompt = connectors + (isCache ? beside : 0);
  const besideCompletion = isCache ? 0 : beside;
  return toUsage({
    totalInput: besidePrompt === 0 ? prompt : toCount(prompt) + besidePrompt,
    cacheRead,
    cacheWrite,
    audioInput: input?.audio_tokens ?? input?.audioTokens,
    imageInput: input?.image_tokens ?? input?.imageTokens,
    totalOutput: besideCompletion === 0 ? completion : toCount(completion) + besideCompletion,
    reasoning: reasoning ?? besideCompletion,
    audioOutput: output?.audio_tokens ?? output?.audioTokens,
  });
}

function toCount(value: unknown): number {
  return Math.max(0, numberOf(value) ?? 0);
}

/** A response that goes on in the background: the usage is known when it is asked for again. */
const UNFINISHED = ['queued', 'in_progress'];

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
    return readDuration(usage);
  }
  const status = textOf(asFields(response.incomplete_details)?.reason) ?? textOf(response.status);
  const isUnfinished = status !== undefined && UNFINISHED.includes(status);
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: status === undefined || isUnfinished ? [] : [status],
    usage: usage === undefined ? undefined : readInputUsage(usage, details, isImage(response)),
    isIncomplete: isUnfinished,
  };
}

/** A transcription by Whisper is billed by the second. */
function readDuration(usage: Fields | undefined): ResponseFacts | undefined {
  const audioSeconds = numberOf(usage?.seconds);
  return usage?.type === 'duration' && audioSeconds !== undefined ? { audioSeconds } : undefined;
}

function readInputUsage(usage: Fields, details: Fields | undefined, isImageOutput: boolean): Usage {
  const output = asFields(firstOf(usage, 'output_tokens_details', 'output_token_details'));
  return toUsage({
    totalInput: usage.input_tokens,
    cacheRead: details?.cached_tokens,
    cacheWrite: details?.cache_write_tokens,
    audioInput: uncachedOf(details, 'audio_tokens'),
    imageInput: uncachedOf(details, 'image_tokens'),
    totalOutput: usage.output_tokens,
    reasoning: output?.reasoning_tokens,
    audioOutput: output?.audio_tokens,
    // Image models of before 2026 report no details: all that they put out is image.
    imageOutput: output === undefined && isImageOutput ? usage.output_tokens : output?.image_tokens,
  });
}

/** The tokens of a modality that were not cached: the realtime API says which were. */
function uncachedOf(details: Fields | undefined, modality: string): number {
  const cached = numberOf(asFields(details?.cached_tokens_details)?.[modality]) ?? 0;
  return Math.max(0, (numberOf(details?.[modality]) ?? 0) - cached);
}

/** The Images API answers with `created` and a list of pictures, its stream with `b64_json`. */
function isImage(response: Fields): boolean {
  return (
    (response.created !== undefined && Array.isArray(response.data)) ||
    textOf(response.type)?.startsWith('image_') === true
  );
}
