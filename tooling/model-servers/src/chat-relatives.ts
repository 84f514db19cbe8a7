import { allInputTokens, billWithout } from './draft';
import { encodeServerSentEvents } from './encodings';
import { openAi } from './openai';
import { CREATED_AT_SECONDS, chatAnswer, chatEvents } from './openai-chat';
import type { Answer, Bill, Draft, ModelRequest, Protocol } from './types';

/**
 * Mistral: https://docs.mistral.ai/api/endpoint/chat. The usage comes without being asked for; cached tokens are part of
 * `prompt_tokens`: https://docs.mistral.ai/inference/conversations/advanced/prompt-caching.
 */
export const mistral: Protocol = {
  name: 'mistral',
  answer(request, draft) {
    const bill = billWithout(draft.bill, 'cacheWriteTokens', 'cacheWriteOneHourTokens', 'reasoningTokens');
    return request.path === '/v1/chat/completions'
      ? answerRelative(request, inOnePiece(draft), bill, mistralUsage, 'usage')
      : 404;
  },
  fail: (status) => ({
    json: {
      object: 'error',
      message: status === 429 ? 'Rate limit exceeded' : 'Service unavailable',
      type: 'error',
    },
  }),
};

/** Mistral streams a tool call in one chunk. */
function inOnePiece(draft: Draft): Draft {
  const { toolCall } = draft;
  return toolCall === undefined
    ? draft
    : { ...draft, toolCall: { ...toolCall, argumentPieces: [toolCall.argumentPieces.join('')] } };
}

/** Groq: https://console.groq.com/docs/api-reference#chat-create. The last chunk has the usage, under `x_groq`. */
export const groq: Protocol = {
  ...openAi,
  name: 'groq',
  answer(request, draft) {
    const bill = billWithout(draft.bill, 'cacheWriteTokens', 'cacheWriteOneHourTokens');
    return request.path === '/openai/v1/chat/completions'
      ? answerRelative(request, draft, bill, groqUsage, 'x_groq')
      : 404;
  },
};

/** How a relative of OpenAI's chat protocol differs from it: its usage, and where the last chunk has it. */
function answerRelative(
  request: ModelRequest,
  draft: Draft,
  bill: Bill,
  usageOf: (bill: Bill) => object,
  field: 'usage' | 'x_groq',
): Answer {
  const model = String(request.body?.model);
  const responseId = `chatcmpl-${draft.sequence}`;
  const head = { id: responseId, created: CREATED_AT_SECONDS, model };
  if (request.body?.stream !== true) {
    return { responseId, model, bill, json: chatAnswer(head, draft, usageOf(bill)) };
  }
  const usage = field === 'usage' ? usageOf(bill) : { id: `req_${draft.sequence}`, usage: usageOf(bill) };
  const events = chatEvents(head, draft);
  // The chunk before `[DONE]`.
  const last = events.length - 2;
  const withUsage = events.map((event, index) =>
    index === last ? { ...event, data: { ...(event.data as object), [field]: usage } } : event,
  );
  return {
    responseId,
    model,
    bill,
    stream: { contentType: 'text/event-stream', events: encodeServerSentEvents(withUsage) },
  };
}

function mistralUsage(bill: Bill): object {
  const input = allInputTokens(bill);
  return {
    prompt_tokens: input,
    total_tokens: input + bill.outputTokens,
    completion_tokens: bill.outputTokens,
    prompt_tokens_details: { cached_tokens: bill.cacheReadTokens },
  };
}

function groqUsage(bill: Bill): object {
  const input = allInputTokens(bill);
  const output = bill.outputTokens + bill.reasoningTokens;
  return {
    queue_time: 0.037,
    prompt_tokens: input,
    prompt_time: 0.001,
    completion_tokens: output,
    completion_time: 0.041,
    total_tokens: input + output,
    total_time: 0.042,
    prompt_tokens_details: { cached_tokens: bill.cacheReadTokens },
    completion_tokens_details: { reasoning_tokens: bill.reasoningTokens },
  };
}
