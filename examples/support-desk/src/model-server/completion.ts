import type OpenAI from 'openai';
import type { Reply } from './reply';
import { cutIntoChunks } from './tokens';

/** An answer and what it is billed as. */
export interface BilledReply {
  readonly id: string;
  readonly createdAtSeconds: number;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reply: Reply;
}

/**
 * The answer as one object.
 *
 * @param billed - The answer.
 * @returns The body.
 */
export function toCompletion(billed: BilledReply): OpenAI.ChatCompletion {
  const { reply } = billed;
  const message: OpenAI.ChatCompletionMessage =
    reply.kind === 'text'
      ? { role: 'assistant', content: reply.text, refusal: null }
      : { role: 'assistant', content: null, refusal: null, tool_calls: [toToolCall(billed.id, reply)] };
  return {
    id: billed.id,
    object: 'chat.completion',
    created: billed.createdAtSeconds,
    model: billed.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasonOf(reply) }],
    usage: toUsage(billed),
  };
}

/**
 * The answer piece by piece.
 *
 * @param billed - The answer.
 * @param isUsageIncluded - Whether a last chunk tells the usage.
 * @returns What the stream sends.
 */
export function* toChunks(
  billed: BilledReply,
  isUsageIncluded: boolean,
): Generator<OpenAI.ChatCompletionChunk> {
  const { reply } = billed;
  const chunk = (choices: OpenAI.ChatCompletionChunk['choices']): OpenAI.ChatCompletionChunk => ({
    id: billed.id,
    object: 'chat.completion.chunk',
    created: billed.createdAtSeconds,
    model: billed.model,
    choices,
    ...(isUsageIncluded ? { usage: null } : {}),
  });
  const choice = (delta: OpenAI.ChatCompletionChunk.Choice.Delta): OpenAI.ChatCompletionChunk =>
    chunk([{ index: 0, delta, finish_reason: null }]);

  yield choice({ role: 'assistant', content: reply.kind === 'text' ? '' : null });
  if (reply.kind === 'text') {
    for (const content of cutIntoChunks(reply.text)) {
      yield choice({ content });
    }
  } else {
    const { id, type, function: called } = toToolCall(billed.id, reply);
    yield choice({ tool_calls: [{ index: 0, id, type, function: { name: called.name, arguments: '' } }] });
    for (const piece of cutIntoChunks(called.arguments)) {
      yield choice({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    }
  }
  yield chunk([{ index: 0, delta: {}, finish_reason: finishReasonOf(reply) }]);
  if (isUsageIncluded) {
    yield { ...chunk([]), usage: toUsage(billed) };
  }
}

function finishReasonOf(reply: Reply): 'stop' | 'tool_calls' {
  return reply.kind === 'text' ? 'stop' : 'tool_calls';
}

function toToolCall(
  completionId: string,
  reply: Extract<Reply, { kind: 'toolCall' }>,
): OpenAI.ChatCompletionMessageFunctionToolCall {
  return {
    id: completionId.replace('chatcmpl-', 'call_'),
    type: 'function',
    function: { name: reply.toolName, arguments: reply.toolArguments },
  };
}

function toUsage({ inputTokens, outputTokens }: BilledReply): OpenAI.CompletionUsage {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
