import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import type { ResponseFacts } from './response';
import { toUsage, type Usage } from './usage';

/** A larger body is no answer of a language model: reading it would cost more than it tells. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Bedrock's Converse.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function readConverse(response: Fields): ResponseFacts | undefined {
  const usage = asFields(response.usage);
  const stopReason = textOf(response.stopReason);
  if (
    numberOf(usage?.inputTokens) === undefined ||
    (stopReason === undefined && !('$metadata' in response))
  ) {
    return undefined;
  }
  return {
    id: requestIdOf(response),
    finishReasons: stopReason === undefined ? [] : [stopReason],
    usage: readConverseUsage(usage as Fields),
  };
}

/** `inputTokens` excludes both cache counts. Nova's own format, in InvokeModel, has other names for those. */
export function readConverseUsage(usage: Fields): Usage {
  const writtenFor = (ttl: string): number =>
    listOf(usage.cacheDetails)
      .filter((detail) => detail.ttl === ttl)
      .reduce((total, { inputTokens }) => total + (numberOf(inputTokens) ?? 0), 0);
  return toUsage({
    uncachedInput: usage.inputTokens,
    cacheRead: firstOf(usage, 'cacheReadInputTokens', 'cacheReadInputTokenCount'),
    cacheWrite: firstOf(usage, 'cacheWriteInputTokens', 'cacheWriteInputTokenCount'),
    cacheWrite5m: writtenFor('5m'),
    cacheWrite1h: writtenFor('1h'),
    totalOutput: usage.outputTokens,
  });
}

/**
 * The formats of single models in InvokeModel: Titan and Llama. Those of Anthropic, Mistral, Cohere and others are
 * known by their own readers.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function readInvokedModel(response: Fields): ResponseFacts | undefined {
  const input = firstOf(response, 'inputTextTokenCount', 'prompt_token_count');
  if (numberOf(input) === undefined) {
    return undefined;
  }
  const results = listOf(response.results);
  const titanOutput = results.reduce((total, { tokenCount }) => total + (numberOf(tokenCount) ?? 0), 0);
  return {
    finishReasons: [...textsOf(results, 'completionReason'), ...textsOf([response], 'stop_reason')],
    usage: toUsage({
      totalInput: input,
      totalOutput: firstOf(response, 'generation_token_count', 'totalOutputTextTokenCount') ?? titanOutput,
    }),
  };
}

/**
 * What InvokeModel's body holds.
 *
 * @returns Undefined where the response is none of InvokeModel, or its body no JSON.
 */
export function invokedBodyOf(response: Fields): Fields | undefined {
  return '$metadata' in response ? jsonOf(response.body) : undefined;
}

/** JSON in bytes; undefined where there is none. */
export function jsonOf(bytes: unknown): Fields | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.byteLength > MAX_BODY_BYTES) {
    return undefined;
  }
  try {
    return asFields(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** AWS's id of the request. */
export function requestIdOf(response: Fields): string | undefined {
  return textOf(asFields(response.$metadata)?.requestId);
}
