import { asFields, type Fields, listOf, numberOf, textOf } from './fields';
import type { ResponseFacts } from './response';
import { type ReportedUsage, sumUsage, toUsage, type Usage } from './usage';

/**
 * Anthropic's messages, from its own client, from Vertex and from Bedrock.
 * Source: https://docs.anthropic.com/en/api/messages
 */
export function readAnthropicMessage(response: Fields): ResponseFacts | undefined {
  const usage = asFields(response.usage);
  if (response.type !== 'message' && numberOf(usage?.cache_read_input_tokens) === undefined) {
    return undefined;
  }
  const stopReason = textOf(response.stop_reason);
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: stopReason === undefined ? [] : [stopReason],
    usage: usage === undefined ? undefined : readAnthropicUsage(usage),
  };
}

/**
 * `input_tokens` excludes both cache counts; `output_tokens` includes thinking. What a compaction of the context took is
 * billed, but is in none of these: it is added. What an advisor took is in none of these, either, and stays out: it is
 * billed as another model.
 */
export function readAnthropicUsage(usage: Fields): Usage | undefined {
  const compactions = listOf(usage.iterations).filter(({ type }) => type === 'compaction');
  return sumUsage([usage, ...compactions].map((part) => toUsage(reportedBy(part))));
}

function reportedBy(usage: Fields): ReportedUsage {
  const created = asFields(usage.cache_creation);
  return {
    uncachedInput: usage.input_tokens,
    cacheRead: usage.cache_read_input_tokens,
    cacheWrite: usage.cache_creation_input_tokens,
    cacheWrite5m: created?.ephemeral_5m_input_tokens,
    cacheWrite1h: created?.ephemeral_1h_input_tokens,
    totalOutput: usage.output_tokens,
    reasoning: asFields(usage.output_tokens_details)?.thinking_tokens,
  };
}
