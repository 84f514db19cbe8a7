import type { Behaviour, Bill, Draft } from './types';

/** Tokens of o200k, OpenAI's tokenizer: each string is one. */
const PIECES = ['Your', ' refund', ' is', ' on', ' its', ' way', ',', ' it', ' takes', ' two', ' days', '.'];
const ARGUMENT_PIECES = ['{"', 'order', '_id', '":"', '123', '45', '"}'];

/** Primes, so that a wrong sum cannot look like a right one. */
const INPUT_TOKENS = 37;
const REASONING_TOKENS = 61;
const CACHED_INPUT_TOKENS = { cacheReadTokens: 1031, cacheWriteTokens: 257, cacheWriteOneHourTokens: 521 };
const NOTHING_CACHED = { cacheReadTokens: 0, cacheWriteTokens: 0, cacheWriteOneHourTokens: 0 };

/**
 * What the model says and bills.
 *
 * @param sequence - The number of the request.
 * @param reply - What is wanted.
 */
export function draftOf(sequence: number, reply: Behaviour['reply'] = 'text'): Draft {
  const isTools = reply === 'tools';
  const pieces = isTools ? [] : PIECES;
  const bill: Bill = {
    uncachedInputTokens: INPUT_TOKENS,
    ...(reply === 'cached' ? CACHED_INPUT_TOKENS : NOTHING_CACHED),
    outputTokens: isTools ? ARGUMENT_PIECES.length : pieces.length,
    reasoningTokens: REASONING_TOKENS,
  };
  const toolCall = { name: 'find_order', argumentPieces: ARGUMENT_PIECES };
  return { sequence, pieces, text: pieces.join(''), bill, ...(isTools ? { toolCall } : {}) };
}

/** All input of a bill, cached or not. */
export function allInputTokens(bill: Bill): number {
  const { uncachedInputTokens, cacheReadTokens, cacheWriteTokens, cacheWriteOneHourTokens } = bill;
  return uncachedInputTokens + cacheReadTokens + cacheWriteTokens + cacheWriteOneHourTokens;
}

/** All output of a bill, reasoning included. */
export function allOutputTokens(bill: Bill): number {
  return bill.outputTokens + bill.reasoningTokens;
}

/**
 * The bill of a provider that does not bill writing to its prompt cache, or does not reason: those counts are not billed
 * at all.
 */
export function billWithout(bill: Bill, ...keys: (keyof Bill)[]): Bill {
  return { ...bill, ...Object.fromEntries(keys.map((key) => [key, 0])) };
}
