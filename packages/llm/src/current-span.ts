import { getCurrentSpan } from '@botanu/core';
import { addFlag, addText, safely } from '@botanu/core/authoring';
import { ATTR_BOTANU_VENDOR } from '@botanu/core/semconv';
import type { Attributes } from '@opentelemetry/api';
import { normalizeProvider } from './provider';
import * as semconv from './semconv';
import { addTokenCounts } from './token-attributes';
import type { TokenCounts } from './types';

/** What `setLlmAttributes()` takes. */
export interface LlmAttributes extends TokenCounts {
  /** Who was called, in any usual spelling. */
  readonly provider?: string | undefined;
  /** The model that was asked for. */
  readonly model?: string | undefined;
  /** What was asked of it. */
  readonly operation?: string | undefined;
  /** Whether the answer was streamed. */
  readonly streaming?: boolean | undefined;
  /** The provider's id of the response. */
  readonly providerRequestId?: string | undefined;
}

/**
 * Describes a model call on the current span, for code that has a span of its own. Never throws; without a span nothing
 * happens.
 *
 * @param fields - What is known; all of it optional.
 * @example
 * ```ts
 * setLlmAttributes({ provider: 'openai', model: 'gpt-4o', inputTokens: 150, outputTokens: 200 });
 * ```
 */
export function setLlmAttributes(fields: LlmAttributes): void {
  safely('set attributes of a model call', () => {
    const { provider, model, operation, streaming, providerRequestId } = fields;
    const attributes: Attributes = {};
    const normalised = provider ? normalizeProvider(provider) : undefined;
    addText(attributes, semconv.ATTR_GEN_AI_PROVIDER_NAME, normalised);
    addText(attributes, ATTR_BOTANU_VENDOR, normalised);
    addText(attributes, semconv.ATTR_GEN_AI_REQUEST_MODEL, model);
    addText(attributes, semconv.ATTR_GEN_AI_OPERATION_NAME, operation);
    addFlag(attributes, semconv.ATTR_BOTANU_REQUEST_STREAMING, streaming);
    addFlag(attributes, semconv.ATTR_GEN_AI_REQUEST_STREAM, streaming);
    addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_ID, providerRequestId);
    addText(attributes, semconv.ATTR_BOTANU_VENDOR_REQUEST_ID, providerRequestId);
    addTokenCounts(attributes, fields, 'setLlmAttributes()');
    getCurrentSpan()?.setAttributes(attributes);
  });
}

/**
 * Writes token counts on the current span. Zero is not written; what is negative or no number is refused with one
 * warning. Never throws; without a span nothing happens.
 *
 * @param counts - What is known.
 * @example
 * ```ts
 * setTokenUsage({ inputTokens: 150, outputTokens: 200, cachedTokens: 50 });
 * ```
 */
export function setTokenUsage(counts: TokenCounts): void {
  safely('set token counts', () => {
    const attributes: Attributes = {};
    addTokenCounts(attributes, counts, 'setTokenUsage()');
    getCurrentSpan()?.setAttributes(attributes);
  });
}
