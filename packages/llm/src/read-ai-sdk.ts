import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import type { ResponseFacts } from './response';
import { sumUsage, toUsage, type Usage } from './usage';

/** Whether a result of the AI SDK is a stream, which begins when it is looked at: `usage` would consume it. */
export function isAiSdkStream(response: Fields): boolean {
  return 'textStream' in response || 'fullStream' in response || 'partialObjectStream' in response;
}

/**
 * Results of the Vercel AI SDK, 4 to 7.
 * Source: https://ai-sdk.dev/docs/reference/ai-sdk-core/generate-text
 */
export function readAiSdk(response: Fields): ResponseFacts | undefined {
  const usage = usageOfSteps(response.steps) ?? readAiSdkStep(response);
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

/** A step says more than the sum of all: what its provider reported beside the SDK's own counts. */
function usageOfSteps(steps: unknown): Usage | undefined {
  return sumUsage(listOf(steps).map(readAiSdkStep));
}

/** The usage of a result, of one of its steps, or of a part of a stream that ends a step. */
export function readAiSdkStep(step: Fields): Usage | undefined {
  return readAiSdkUsage(
    asFields(step.totalUsage) ?? asFields(step.usage),
    asFields(step.providerMetadata ?? step.experimental_providerMetadata),
  );
}

/**
 * `outputTokens` includes reasoning. `inputTokens` includes cached tokens from version 6 on, which is known by its
 * details; before, it is what the provider reports: without the cache from Anthropic and Bedrock, with it from all others.
 *
 * @param reported - The SDK's counts; version 4 calls them `promptTokens` and `completionTokens`.
 * @param providerMetadata - What the provider says beside them.
 * @returns Undefined where nothing is reported.
 */
export function readAiSdkUsage(reported: Fields | undefined, providerMetadata?: Fields): Usage | undefined {
  const input = firstOf(reported, 'inputTokens', 'promptTokens');
  const output = firstOf(reported, 'outputTokens', 'completionTokens');
  if (reported === undefined || (numberOf(input) === undefined && numberOf(output) === undefined)) {
    const embedded = numberOf(reported?.tokens);
    return embedded === undefined ? undefined : toUsage({ totalInput: embedded });
  }
  const details = asFields(reported.inputTokenDetails);
  const anthropic = asFields(providerMetadata?.anthropic);
  const bedrock = asFields(providerMetadata?.bedrock);
  const openai = asFields(providerMetadata?.openai);
  const cacheRead =
    details?.cacheReadTokens ??
    reported.cachedInputTokens ??
    anthropic?.cacheReadInputTokens ??
    asFields(bedrock?.usage)?.cacheReadInputTokens ??
    openai?.cachedPromptTokens;
  const isSpecific = numberOf(details?.noCacheTokens) !== undefined;
  const isBeside =
    anthropic !== undefined || bedrock !== undefined || (numberOf(cacheRead) ?? 0) > (numberOf(input) ?? 0);
  const created = asFields((asFields(reported.raw) ?? asFields(anthropic?.usage))?.cache_creation);
  return toUsage({
    [isBeside && !isSpecific ? 'uncachedInput' : 'totalInput']: input,
    cacheRead,
    cacheWrite:
      details?.cacheWriteTokens ??
      anthropic?.cacheCreationInputTokens ??
      asFields(bedrock?.usage)?.cacheWriteInputTokens,
    cacheWrite5m: created?.ephemeral_5m_input_tokens,
    cacheWrite1h: created?.ephemeral_1h_input_tokens,
    totalOutput: output,
    reasoning:
      asFields(reported.outputTokenDetails)?.reasoningTokens ??
      reported.reasoningTokens ??
      openai?.reasoningTokens,
  });
}
