import { billWithout } from './draft';
import { encodeLines } from './encodings';
import type { Draft, Protocol } from './types';

/** Ollama: https://github.com/ollama/ollama/blob/main/docs/api.md. Answers have no id. */
export const ollama: Protocol = {
  name: 'ollama',
  answer(request, draft) {
    const bill = billWithout(
      draft.bill,
      'cacheReadTokens',
      'cacheWriteTokens',
      'cacheWriteOneHourTokens',
      'reasoningTokens',
    );
    if (request.path !== '/api/chat') {
      return 404;
    }
    const model = String(request.body?.model);
    const head = { model, created_at: '2026-06-01T12:00:00.000000Z' };
    const end = {
      done_reason: 'stop',
      done: true,
      total_duration: 4_883_583_458,
      load_duration: 1_334_875,
      prompt_eval_count: bill.uncachedInputTokens,
      prompt_eval_duration: 342_546_000,
      eval_count: bill.outputTokens,
      eval_duration: 4_535_599_000,
    };
    const answer = { responseId: '', model, bill };
    if (request.body?.stream === false) {
      return { ...answer, json: { ...head, message: messageOf(draft, draft.text), ...end } };
    }
    const isTools = draft.toolCall !== undefined;
    const pieces = isTools ? [''] : draft.pieces;
    const events = encodeLines([
      ...pieces.map((text) => ({
        data: { ...head, message: messageOf(draft, text), done: false },
        outputTokens: isTools ? bill.outputTokens : 1,
      })),
      { data: { ...head, message: { role: 'assistant', content: '' }, ...end } },
    ]);
    return { ...answer, stream: { contentType: 'application/x-ndjson', events } };
  },
  fail: (status) => ({
    json: { error: status === 429 ? 'server busy, please try again' : 'model runner crashed' },
  }),
};

function messageOf({ toolCall }: Draft, content: string): object {
  const call = toolCall && {
    function: { name: toolCall.name, arguments: JSON.parse(toolCall.argumentPieces.join('')) as object },
  };
  return { role: 'assistant', content, ...(call === undefined ? {} : { tool_calls: [call] }) };
}
