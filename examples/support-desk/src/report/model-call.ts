import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { calcPrice } from '@pydantic/genai-prices';
import { numberOf, textOf } from './attributes';

/** What a span says of a call of a model. */
export interface ModelCall {
  /** The model that answered, else the one that was asked. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** `undefined`: no price is known for it, which is not the same as nothing. */
  readonly dollars: number | undefined;
}

const STATUS_ERROR = 2;

/**
 * Reads a span as a call of a model.
 *
 * @param span - Any span.
 * @returns `undefined` where it is none, or where the call failed before anything was used.
 */
export function modelCallOf(span: ReceivedSpan): ModelCall | undefined {
  const { attributes } = span;
  const model =
    textOf(attributes, 'gen_ai.response.model') ?? textOf(attributes, 'gen_ai.request.model') ?? 'unknown';
  const inputTokens = numberOf(attributes, 'gen_ai.usage.input_tokens');
  const outputTokens = numberOf(attributes, 'gen_ai.usage.output_tokens');
  if (inputTokens === undefined && outputTokens === undefined) {
    const isUnmetered = 'gen_ai.operation.name' in attributes && span.status.code !== STATUS_ERROR;
    return isUnmetered ? { model, inputTokens: 0, outputTokens: 0, dollars: undefined } : undefined;
  }
  const usage = { input_tokens: inputTokens ?? 0, output_tokens: outputTokens ?? 0 };
  const provider = textOf(attributes, 'gen_ai.provider.name') ?? textOf(attributes, 'gen_ai.system');
  const price = calcPrice(usage, model, {
    timestamp: new Date(Number(span.startTimeUnixNano / 1_000_000n)),
    ...(provider === undefined ? {} : { providerId: provider }),
  });
  return {
    model,
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    dollars: price?.total_price,
  };
}
