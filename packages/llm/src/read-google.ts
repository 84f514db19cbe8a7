import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import type { ResponseFacts } from './response';
import { toUsage, type Usage } from './usage';

/**
 * Gemini, from `@google/genai` and from Vertex (whose older client puts it into `response`).
 * Source: https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readGoogle(response: Fields): ResponseFacts | undefined {
  const inner = asFields(response.response);
  if (asFields(inner?.usageMetadata) !== undefined) {
    return readGoogle(inner as Fields);
  }
  const metadata = asFields(response.usageMetadata);
  const candidates = listOf(response.candidates);
  if (metadata === undefined && candidates.length === 0) {
    return readInteraction(response) ?? readGoogleEmbeddings(response);
  }
  return {
    id: textOf(response.responseId),
    model: textOf(response.modelVersion),
    finishReasons: textsOf(candidates, 'finishReason'),
    usage: metadata === undefined ? undefined : readGoogleUsage(metadata),
  };
}

/**
 * `promptTokenCount` includes cached tokens, but neither thoughts nor what tools gave back to the model; the provider's
 * total is the sum of all four.
 */
export function readGoogleUsage(metadata: Fields): Usage {
  const thoughts = numberOf(metadata.thoughtsTokenCount) ?? 0;
  // The Live API has names of its own.
  const outputDetails = firstOf(metadata, 'candidatesTokensDetails', 'responseTokensDetails');
  const inputOf = (modality: string): number =>
    modalityCount(metadata.promptTokensDetails, modality) +
    modalityCount(metadata.toolUsePromptTokensDetails, modality) -
    modalityCount(metadata.cacheTokensDetails, modality);
  return toUsage({
    totalInput:
      (numberOf(metadata.promptTokenCount) ?? 0) + (numberOf(metadata.toolUsePromptTokenCount) ?? 0),
    cacheRead: metadata.cachedContentTokenCount,
    audioInput: inputOf('AUDIO'),
    imageInput: inputOf('IMAGE'),
    totalOutput: (numberOf(firstOf(metadata, 'candidatesTokenCount', 'responseTokenCount')) ?? 0) + thoughts,
    reasoning: thoughts,
    audioOutput: modalityCount(outputDetails, 'AUDIO'),
    imageOutput: modalityCount(outputDetails, 'IMAGE'),
  });
}

function modalityCount(details: unknown, modality: string): number {
  return listOf(details)
    .filter((detail) => detail.modality === modality)
    .reduce((total, { tokenCount }) => total + (numberOf(tokenCount) ?? 0), 0);
}

/**
 * Gemini's Interactions API. What its total has beyond the input is output, thoughts included.
 * Source: https://ai.google.dev/api/interactions-api
 */
export function readInteraction(response: Fields): ResponseFacts | undefined {
  const usage = asFields(response.usage);
  const input = numberOf(usage?.total_input_tokens);
  if (usage === undefined || input === undefined) {
    return undefined;
  }
  const totalInput = input + (numberOf(usage.total_tool_use_tokens) ?? 0);
  const output = numberOf(usage.total_output_tokens) ?? 0;
  const status = textOf(response.status);
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: status === undefined ? [] : [status],
    usage: toUsage({
      totalInput,
      cacheRead: usage.total_cached_tokens,
      totalOutput: Math.max(output, (numberOf(usage.total_tokens) ?? 0) - totalInput),
      reasoning: usage.total_thought_tokens,
    }),
  };
}

/** Vertex counts the tokens of each embedding; the Gemini API counts none. */
function readGoogleEmbeddings(response: Fields): ResponseFacts | undefined {
  const counts = listOf(response.embeddings).flatMap(
    ({ statistics }) => numberOf(asFields(statistics)?.tokenCount) ?? [],
  );
  return counts.length === 0
    ? undefined
    : { usage: toUsage({ totalInput: counts.reduce((total, count) => total + count, 0) }) };
}
