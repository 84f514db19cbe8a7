import { allInputTokens, billWithout } from './draft';
import { encodeServerSentEvents, type PlainEvent } from './encodings';
import type { Bill, Draft, Protocol } from './types';

/** Tokens of the template around the prompt: counted in `tokens`, not billed. */
const TEMPLATE_TOKENS = 499;

/** Cohere's chat, version 2: https://docs.cohere.com/reference/chat and https://docs.cohere.com/reference/chat-stream. */
export const cohere: Protocol = {
  name: 'cohere',
  answer(request, draft) {
    if (`${request.method} ${request.path}` !== 'POST /v2/chat') {
      return 404;
    }
    const bill = billWithout(draft.bill, 'cacheWriteTokens', 'cacheWriteOneHourTokens', 'reasoningTokens');
    const responseId = `cohere-${draft.sequence}`;
    const head = { responseId, model: String(request.body?.model), bill };
    if (request.body?.stream !== true) {
      return { ...head, json: chatAnswer(responseId, draft, bill) };
    }
    const events = encodeServerSentEvents(
      chatEvents(responseId, draft, bill).map((event) => ({
        ...event,
        name: (event.data as { type: string }).type,
      })),
    );
    return { ...head, stream: { contentType: 'text/event-stream', events } };
  },
  // https://docs.cohere.com/reference/errors
  fail: (status) => ({
    json: { id: 'failed', message: status === 429 ? 'You are using a Trial key' : 'internal error' },
  }),
};

function usageOf(bill: Bill): object {
  const input = allInputTokens(bill);
  return {
    billed_units: { input_tokens: input, output_tokens: bill.outputTokens },
    tokens: { input_tokens: input + TEMPLATE_TOKENS, output_tokens: bill.outputTokens + 2 },
    // "The number of prompt tokens that hit the inference cache": a cache is of the prompt's beginning, the template.
    cached_tokens: bill.cacheReadTokens === 0 ? 0 : bill.cacheReadTokens + TEMPLATE_TOKENS,
  };
}

function toolCallOf({ toolCall, sequence }: Draft, parameters: string): object {
  return {
    id: `find_order_${sequence}`,
    type: 'function',
    function: { name: toolCall?.name, arguments: parameters },
  };
}

function finishReason({ toolCall }: Draft): string {
  return toolCall === undefined ? 'COMPLETE' : 'TOOL_CALL';
}

function chatAnswer(id: string, draft: Draft, bill: Bill): object {
  const { toolCall, text } = draft;
  const content =
    toolCall === undefined
      ? { content: [{ type: 'text', text }] }
      : { tool_plan: 'I will look.', tool_calls: [toolCallOf(draft, toolCall.argumentPieces.join(''))] };
  return {
    id,
    finish_reason: finishReason(draft),
    message: { role: 'assistant', ...content },
    usage: usageOf(bill),
  };
}

function chatEvents(id: string, draft: Draft, bill: Bill): PlainEvent[] {
  const start = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  return [
    { data: { id, type: 'message-start', delta: { message: start } } },
    ...(draft.toolCall === undefined ? textEvents(draft) : toolEvents(draft)),
    {
      data: { id, type: 'message-end', delta: { finish_reason: finishReason(draft), usage: usageOf(bill) } },
    },
  ];
}

function textEvents({ pieces }: Draft): PlainEvent[] {
  const content = (fields: object) => ({ index: 0, delta: { message: { content: fields } } });
  return [
    { data: { type: 'content-start', ...content({ type: 'text', text: '' }) } },
    ...pieces.map((text) => ({ data: { type: 'content-delta', ...content({ text }) }, outputTokens: 1 })),
    { data: { type: 'content-end', index: 0 } },
  ];
}

function toolEvents(draft: Draft): PlainEvent[] {
  const calls = (fields: object) => ({ index: 0, delta: { message: { tool_calls: fields } } });
  const pieces = draft.toolCall?.argumentPieces ?? [];
  return [
    { data: { type: 'tool-plan-delta', delta: { message: { tool_plan: 'I will look.' } } } },
    { data: { type: 'tool-call-start', ...calls(toolCallOf(draft, '')) } },
    ...pieces.map((piece) => ({
      data: { type: 'tool-call-delta', ...calls({ function: { arguments: piece } }) },
      outputTokens: 1,
    })),
    { data: { type: 'tool-call-end', index: 0 } },
  ];
}
