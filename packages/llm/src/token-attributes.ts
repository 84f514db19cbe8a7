import { addCount } from '@botanu/core/authoring';
import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_BOTANU_USAGE_CACHE_READ_TOKENS,
  ATTR_BOTANU_USAGE_CACHE_WRITE_1H_TOKENS,
  ATTR_BOTANU_USAGE_CACHE_WRITE_5M_TOKENS,
  ATTR_BOTANU_USAGE_CACHE_WRITE_TOKENS,
  ATTR_BOTANU_USAGE_CACHED_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
} from './semconv';
import type { TokenCounts } from './types';
import { totalInputTokens, totalOutputTokens, type Usage } from './usage';

/** Under which names a count leaves the process. */
const ATTRIBUTES_OF: readonly (readonly [field: keyof TokenCounts, attributes: readonly string[]])[] = [
  ['inputTokens', [ATTR_GEN_AI_USAGE_INPUT_TOKENS]],
  ['outputTokens', [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]],
  ['cacheWriteTokens', [ATTR_BOTANU_USAGE_CACHE_WRITE_TOKENS, ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]],
  ['cacheWrite5mTokens', [ATTR_BOTANU_USAGE_CACHE_WRITE_5M_TOKENS]],
  ['cacheWrite1hTokens', [ATTR_BOTANU_USAGE_CACHE_WRITE_1H_TOKENS]],
  ['reasoningTokens', [ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]],
  ['textInputTokens', [ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS]],
  ['textOutputTokens', [ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS]],
  ['audioInputTokens', [ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS]],
  ['audioOutputTokens', [ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS]],
  ['imageInputTokens', [ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS]],
  ['imageOutputTokens', [ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS]],
];

/**
 * Adds counts to the attributes of a span, under every name that they have.
 *
 * @param attributes - Is added to.
 * @param counts - What is known.
 * @param where - Who was given them, for a warning. @example `setTokens()`
 */
export function addTokenCounts(attributes: Attributes, counts: TokenCounts, where: string): void {
  for (const [field, keys] of ATTRIBUTES_OF) {
    const value = counts[field];
    if (value !== undefined) {
      for (const key of keys) {
        addCount(attributes, key, value, `${where}.${field}`);
      }
    }
  }
  addCachedTokens(attributes, counts, where);
}

/** `cachedTokens` and `cacheReadTokens` say the same in the words of two providers: one stands for both. */
function addCachedTokens(attributes: Attributes, counts: TokenCounts, where: string): void {
  const { cachedTokens = counts.cacheReadTokens, cacheReadTokens = counts.cachedTokens } = counts;
  if (cachedTokens !== undefined) {
    addCount(attributes, ATTR_BOTANU_USAGE_CACHED_TOKENS, cachedTokens, `${where}.cachedTokens`);
  }
  if (cacheReadTokens !== undefined) {
    const field = `${where}.cacheReadTokens`;
    addCount(attributes, ATTR_BOTANU_USAGE_CACHE_READ_TOKENS, cacheReadTokens, field);
    addCount(attributes, ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, cacheReadTokens, field);
  }
}

/**
 * Adds what was read from a response to the attributes of a span: totals that include their parts, as OpenTelemetry's
 * conventions have them. Every count is known to be one. Each is written where it stands, without a function for all:
 * engines are several times faster with a key that is always the same, and this runs for every call of a model.
 *
 * @param attributes - Is added to.
 * @param usage - Disjoint counts.
 */
export function addUsage(attributes: Attributes, usage: Usage): void {
  const { cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = usage;
  const written = usage.cacheWriteTokens + cacheWrite5mTokens + cacheWrite1hTokens;
  const inputTokens = totalInputTokens(usage);
  const outputTokens = totalOutputTokens(usage);
  if (inputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_INPUT_TOKENS] = inputTokens;
  }
  if (outputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_OUTPUT_TOKENS] = outputTokens;
  }
  if (cacheReadTokens > 0) {
    attributes[ATTR_BOTANU_USAGE_CACHED_TOKENS] = cacheReadTokens;
    attributes[ATTR_BOTANU_USAGE_CACHE_READ_TOKENS] = cacheReadTokens;
    attributes[ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS] = cacheReadTokens;
  }
  if (written > 0) {
    attributes[ATTR_BOTANU_USAGE_CACHE_WRITE_TOKENS] = written;
    attributes[ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS] = written;
  }
  if (cacheWrite5mTokens > 0) {
    attributes[ATTR_BOTANU_USAGE_CACHE_WRITE_5M_TOKENS] = cacheWrite5mTokens;
  }
  if (cacheWrite1hTokens > 0) {
    attributes[ATTR_BOTANU_USAGE_CACHE_WRITE_1H_TOKENS] = cacheWrite1hTokens;
  }
  if (usage.reasoningTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS] = usage.reasoningTokens;
  }
  if (usage.audioInputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS] = usage.audioInputTokens;
  }
  if (usage.audioOutputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS] = usage.audioOutputTokens;
  }
  if (usage.imageInputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS] = usage.imageInputTokens;
  }
  if (usage.imageOutputTokens > 0) {
    attributes[ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS] = usage.imageOutputTokens;
  }
}
