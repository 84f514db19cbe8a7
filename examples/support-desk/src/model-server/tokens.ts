import { countTokens as countWithRanks, decodeGenerator, encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { ChatRequest } from './chat-request';
import type { Reply } from './reply';

/** What the chat format adds around each message, and once in front of the answer. */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_OF_ANSWER_START = 3;
const TOKENS_PER_CHUNK = 8;

/** A ticket may well contain `<|endoftext|>`: here it is text like any other. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * Counts what a request costs to read, with the encoding of the GPT-4o and GPT-4.1 models.
 *
 * @param request - Its messages and tools.
 * @returns Tokens.
 */
export function countInputTokens({ messages, tools }: ChatRequest): number {
  const ofMessages = messages.map(
    ({ role, content, toolCalls }) =>
      TOKENS_PER_MESSAGE + countTokens(role) + countTokens(content) + countTokens(toolCalls),
  );
  const ofTools = tools.map(({ definition }) => countTokens(definition));
  return [...ofMessages, ...ofTools].reduce((sum, count) => sum + count, TOKENS_OF_ANSWER_START);
}

/**
 * Counts what an answer costs to write.
 *
 * @param reply - Text, or a call of a tool.
 * @returns Tokens.
 */
export function countOutputTokens(reply: Reply): number {
  return reply.kind === 'text'
    ? countTokens(reply.text)
    : countTokens(reply.toolName) + countTokens(reply.toolArguments);
}

/**
 * Cuts text into what a stream sends at once, never through a character.
 *
 * @param text - The whole answer.
 * @returns Its pieces in order.
 */
export function* cutIntoChunks(text: string): Generator<string> {
  let chunk = '';
  let count = 0;
  for (const piece of decodeGenerator(encode(text, AS_TEXT))) {
    chunk += piece;
    count += 1;
    if (count % TOKENS_PER_CHUNK === 0) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') {
    yield chunk;
  }
}

function countTokens(text: string): number {
  return countWithRanks(text, AS_TEXT);
}
