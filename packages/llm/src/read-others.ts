import { asFields, type Fields, firstOf, numberOf, textOf, textsOf } from './fields';
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
    searchUnits: numberOf(firstOf(billedUnitsOf(reported), 'searchUnits', 'search_units')),
  };
}

/**
 * `billed_units` leaves out what Cohere puts before a prompt by itself, `tokens` does not. What was cached is counted from
 * the beginning of all that: the part of it that is billed is what goes beyond.
 */
export function readCohereUsage(reported: Fields | undefined): Usage | undefined {
  const billed = billedUnitsOf(reported);
  const counted = asFields(reported?.tokens);
  const text = numberOf(firstOf(billed, 'inputTokens', 'input_tokens'));
  const image = numberOf(firstOf(billed, 'imageTokens', 'image_tokens'));
  const isBilled = text !== undefined || image !== undefined;
  const tokens = isBilled ? billed : (counted ?? billed);
  if (tokens === undefined) {
    return undefined;
  }
  const allInput = numberOf(firstOf(counted, 'inputTokens', 'input_tokens'));
  const billedInput = (text ?? 0) + (image ?? 0);
  const unbilled = isBilled && allInput !== undefined ? Math.max(0, allInput - billedInput) : 0;
  const cached = numberOf(firstOf(reported, 'cachedTokens', 'cached_tokens')) ?? 0;
  return toUsage({
    totalInput: isBilled ? billedInput : allInput,
    cacheRead: Math.max(0, cached - unbilled),
    imageInput: image,
    totalOutput: firstOf(tokens, 'outputTokens', 'output_tokens'),
  });
}

function billedUnitsOf(reported: Fields | undefined): Fields | undefined {
  return asFields(firstOf(reported, 'billedUnits', 'billed_units'));
}

/**
 * Ollama.
 * Source: https://github.com/ollama/ollama/blob/main/docs/api.md
 *
 * Older servers leave `prompt_eval_count` out where the prompt was in their cache.
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
    isIncomplete: numberOf(input) === undefined,
  };
}
