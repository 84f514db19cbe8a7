import { allInputTokens, allOutputTokens } from './draft';
import { encodeServerSentEvents, type PlainEvent } from './encodings';
import { CREATED_AT_SECONDS } from './openai-chat';
import type { Answer, Bill, Draft, ModelRequest } from './types';

/**
 * `POST /v1/responses`, from the OpenAI API reference, "The response object" and "Streaming events":
 * https://platform.openai.com/docs/api-reference/responses/object and …/responses-streaming.
 */
export function answerResponses(request: ModelRequest, draft: Draft, bill: Bill): Answer {
  const model = `${request.body?.model}-2025-08-07`;
  const responseId = `resp_${draft.sequence}`;
  const headers = { 'x-request-id': `req_${draft.sequence}` };
  const item = outputItem(draft);
  const response = responseOf(responseId, model, 'completed', [item], usageOf(bill));
  if (request.body?.stream !== true) {
    return { responseId, model, bill, headers, json: response };
  }
  const started = responseOf(responseId, model, 'in_progress', [], null);
  const events = numbered([
    { data: { type: 'response.created', response: started } },
    { data: { type: 'response.in_progress', response: started } },
    ...itemEvents(draft, item),
    { data: { type: 'response.completed', response } },
  ]);
  const stream = { contentType: 'text/event-stream', events: encodeServerSentEvents(events) };
  return { responseId, model, bill, headers, stream };
}

function responseOf(
  id: string,
  model: string,
  status: string,
  output: object[],
  usage: object | null,
): object {
  return {
    id,
    object: 'response',
    created_at: CREATED_AT_SECONDS,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: 'low', summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage,
    user: null,
    metadata: {},
  };
}

function usageOf(bill: Bill): object {
  const input = allInputTokens(bill);
  const output = allOutputTokens(bill);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: bill.cacheReadTokens },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: bill.reasoningTokens },
    total_tokens: input + output,
  };
}

function outputItem({ text, toolCall, sequence }: Draft): Record<string, unknown> {
  if (toolCall !== undefined) {
    return {
      id: `fc_${sequence}`,
      type: 'function_call',
      status: 'completed',
      arguments: toolCall.argumentPieces.join(''),
      call_id: `call_${sequence}`,
      name: toolCall.name,
    };
  }
  const part = { type: 'output_text', text, annotations: [], logprobs: [] };
  return { id: `msg_${sequence}`, type: 'message', status: 'completed', role: 'assistant', content: [part] };
}

function itemEvents(draft: Draft, item: Record<string, unknown>): PlainEvent[] {
  const place = { item_id: item.id, output_index: 0 };
  const done = { data: { type: 'response.output_item.done', output_index: 0, item } };
  const added = { ...item, status: 'in_progress', ...(draft.toolCall ? { arguments: '' } : { content: [] }) };
  const start = { data: { type: 'response.output_item.added', output_index: 0, item: added } };
  if (draft.toolCall !== undefined) {
    const { argumentPieces } = draft.toolCall;
    const type = 'response.function_call_arguments';
    return [
      start,
      ...argumentPieces.map((delta) => ({
        data: { type: `${type}.delta`, ...place, delta },
        outputTokens: 1,
      })),
      { data: { type: `${type}.done`, ...place, arguments: argumentPieces.join('') } },
      done,
    ];
  }
  const content = { ...place, content_index: 0 };
  const emptyPart = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  const part = { ...emptyPart, text: draft.text };
  const text = 'response.output_text';
  return [
    start,
    { data: { type: 'response.content_part.added', ...content, part: emptyPart } },
    ...draft.pieces.map((delta) => ({
      data: { type: `${text}.delta`, ...content, delta, logprobs: [] },
      outputTokens: 1,
    })),
    { data: { type: `${text}.done`, ...content, text: draft.text, logprobs: [] } },
    { data: { type: 'response.content_part.done', ...content, part } },
    done,
  ];
}

/** Each event of this protocol carries its type as its name as well, and its number. */
function numbered(
  events: readonly { data: { type: string }; outputTokens?: number }[] | PlainEvent[],
): PlainEvent[] {
  return events.map((event, index) => {
    const data = event.data as { type: string };
    return { ...event, name: data.type, data: { ...data, sequence_number: index } };
  });
}
