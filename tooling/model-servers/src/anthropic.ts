import { billWithout } from './draft';
import { encodeServerSentEvents, type PlainEvent } from './encodings';
import type { Bill, Draft, Protocol } from './types';

/** Anthropic's Messages API: https://docs.anthropic.com/en/api/messages. */
export const anthropic: Protocol = {
  name: 'anthropic',
  isRetryInMs: true,
  answer(request, draft) {
    if (`${request.method} ${request.path}` !== 'POST /v1/messages') {
      return 404;
    }
    const model = String(request.body?.model);
    const responseId = `msg_${draft.sequence}`;
    const headers = { 'request-id': `req_${draft.sequence}` };
    if (request.body?.stream !== true) {
      return { responseId, model, headers, json: anthropicMessage(responseId, model, draft) };
    }
    const events = encodeServerSentEvents(
      anthropicEvents(responseId, model, draft).map((event) => ({
        ...event,
        name: (event.data as { type: string }).type,
      })),
    );
    return {
      responseId,
      model,
      headers,
      stream: { contentType: 'text/event-stream; charset=utf-8', events },
    };
  },
  // https://docs.anthropic.com/en/api/errors
  fail: (status) => ({
    headers: { 'request-id': 'req_failed' },
    json: {
      type: 'error',
      error: {
        type: status === 429 ? 'rate_limit_error' : 'api_error',
        message: status === 429 ? 'This request would exceed your rate limit' : 'Internal server error',
      },
      request_id: 'req_failed',
    },
  }),
};

/** The message object; Bedrock's InvokeModel answers the same for Anthropic's models. */
export function anthropicMessage(id: string, model: string, draft: Draft): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [contentBlock(draft)],
    stop_reason: stopReason(draft),
    stop_sequence: null,
    usage: usageOf(draft.bill, draft.bill.outputTokens + draft.bill.reasoningTokens),
  };
}

/** `input_tokens` is what was neither read from the cache nor written to it. */
function usageOf(bill: Bill, outputTokens: number): object {
  const { uncachedInputTokens, cacheReadTokens, cacheWriteTokens, cacheWriteOneHourTokens } = bill;
  return {
    input_tokens: uncachedInputTokens,
    cache_creation_input_tokens: cacheWriteTokens + cacheWriteOneHourTokens,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWriteTokens,
      ephemeral_1h_input_tokens: cacheWriteOneHourTokens,
    },
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: Math.min(bill.reasoningTokens, outputTokens) },
    server_tool_use: null,
    service_tier: 'standard',
  };
}

function contentBlock({ text, toolCall, sequence }: Draft): object {
  if (toolCall === undefined) {
    return { type: 'text', text, citations: null };
  }
  const input = JSON.parse(toolCall.argumentPieces.join('')) as object;
  return { type: 'tool_use', id: `toolu_${sequence}`, name: toolCall.name, input };
}

function stopReason({ toolCall }: Draft): string {
  return toolCall === undefined ? 'end_turn' : 'tool_use';
}

/**
 * The events of a stream: https://docs.anthropic.com/en/docs/build-with-claude/streaming. `message_start` has the input
 * and the first token, `message_delta` the cumulative output.
 */
export function anthropicEvents(id: string, model: string, draft: Draft): PlainEvent[] {
  const { bill, toolCall, sequence } = draft;
  const message = { ...anthropicMessage(id, model, draft), content: [], stop_reason: null };
  const firstUsage = usageOf(billWithout(bill, 'reasoningTokens'), 1);
  const block =
    toolCall === undefined
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: `toolu_${sequence}`, name: toolCall.name, input: {} };
  const deltas =
    toolCall === undefined
      ? draft.pieces.map((text) => ({ type: 'text_delta', text }))
      : toolCall.argumentPieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = firstUsage as Record<
    string,
    unknown
  >;
  const finalUsage = {
    input_tokens,
    cache_creation_input_tokens,
    cache_read_input_tokens,
    output_tokens: bill.outputTokens + bill.reasoningTokens,
    output_tokens_details: { thinking_tokens: bill.reasoningTokens },
  };
  const delta = { stop_reason: stopReason(draft), stop_sequence: null };
  return [
    { data: { type: 'message_start', message: { ...message, usage: firstUsage } } },
    { data: { type: 'content_block_start', index: 0, content_block: block } },
    { data: { type: 'ping' } },
    ...deltas.map((piece) => ({
      data: { type: 'content_block_delta', index: 0, delta: piece },
      outputTokens: 1,
    })),
    { data: { type: 'content_block_stop', index: 0 } },
    { data: { type: 'message_delta', delta, usage: finalUsage } },
    { data: { type: 'message_stop' } },
  ];
}
