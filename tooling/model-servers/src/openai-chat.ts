import { allInputTokens, allOutputTokens } from './draft';
import { encodeServerSentEvents, type PlainEvent } from './encodings';
import type { Answer, Bill, Draft, ModelRequest } from './types';

/** The same at every run, so that two runs can be compared. */
export const CREATED_AT_SECONDS = 1_760_000_000;

/**
 * `POST /v1/chat/completions`, from the OpenAI API reference, "The chat completion object" and "The chat completion
 * chunk object": https://platform.openai.com/docs/api-reference/chat/object and …/chat/streaming.
 */
export function answerChat(request: ModelRequest, draft: Draft, bill: Bill): Answer {
  const model = `${request.body?.model}-2025-08-07`;
  const responseId = `chatcmpl-${draft.sequence}`;
  const head = { id: responseId, created: CREATED_AT_SECONDS, model, service_tier: 'default' };
  const headers = { 'x-request-id': `req_${draft.sequence}` };
  if (request.body?.stream === true) {
    const isUsageIncluded = objectOf(request.body.stream_options).include_usage === true;
    const events = encodeServerSentEvents(
      chatEvents(head, draft, isUsageIncluded ? chatUsage(bill) : undefined),
    );
    return { responseId, model, bill, headers, stream: { contentType: 'text/event-stream', events } };
  }
  return { responseId, model, bill, headers, json: chatAnswer(head, draft, chatUsage(bill)) };
}

/** A chat completion. */
export function chatAnswer(head: object, draft: Draft, usage: object): object {
  const choice = {
    index: 0,
    logprobs: null,
    message: chatMessage(draft),
    finish_reason: finishReason(draft),
  };
  return { ...head, object: 'chat.completion', choices: [choice], usage };
}

/** The usage object of chat completions. */
export function chatUsage(bill: Bill): object {
  const input = allInputTokens(bill);
  const output = allOutputTokens(bill);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: bill.cacheReadTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: bill.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function chatMessage({ text, toolCall, sequence }: Draft): object {
  if (toolCall === undefined) {
    return { role: 'assistant', content: text, refusal: null, annotations: [] };
  }
  const call = { name: toolCall.name, arguments: toolCall.argumentPieces.join('') };
  return {
    role: 'assistant',
    content: null,
    refusal: null,
    tool_calls: [{ id: `call_${sequence}`, type: 'function', function: call }],
  };
}

function finishReason({ toolCall }: Draft): string {
  return toolCall === undefined ? 'stop' : 'tool_calls';
}

/**
 * The chunks of a chat completion.
 *
 * @param usage - Sent in a chunk of its own before the end; `undefined`: not asked for.
 */
export function chatEvents(head: object, draft: Draft, usage?: object): PlainEvent[] {
  const noUsageYet = usage === undefined ? {} : { usage: null };
  const chunk = (delta: object, finish: string | null, outputTokens: number): PlainEvent => ({
    data: {
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...noUsageYet,
    },
    outputTokens,
  });
  const usageChunk = { ...head, object: 'chat.completion.chunk', choices: [], usage };
  return [
    chunk({ role: 'assistant', content: draft.toolCall === undefined ? '' : null, refusal: null }, null, 0),
    ...deltas(draft).map((delta) => chunk(delta, null, 1)),
    chunk({}, finishReason(draft), 0),
    ...(usage === undefined ? [] : [{ data: usageChunk }]),
    { data: '[DONE]' },
  ];
}

function deltas({ pieces, toolCall, sequence }: Draft): object[] {
  if (toolCall === undefined) {
    return pieces.map((content) => ({ content }));
  }
  return toolCall.argumentPieces.map((piece, index) => {
    const start = { id: `call_${sequence}`, type: 'function' };
    const name = index === 0 ? { name: toolCall.name } : {};
    const call = { index: 0, ...(index === 0 ? start : {}), function: { ...name, arguments: piece } };
    return { tool_calls: [call] };
  });
}

/** A value as an object; an empty one where it is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
