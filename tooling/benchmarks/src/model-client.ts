/** A client of the shape of openai's: its answers are there at once, so that what is measured is the tracking. */

/** What is asked. */
export const REQUEST = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hello' }] };

/** What is answered, as in https://platform.openai.com/docs/api-reference/chat/object. */
const RESPONSE = {
  id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  object: 'chat.completion',
  created: 1741569952,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 2006,
    completion_tokens: 300,
    total_tokens: 2306,
    prompt_tokens_details: { cached_tokens: 1920 },
    completion_tokens_details: { reasoning_tokens: 192 },
  },
};

export type ModelResponse = typeof RESPONSE;

/** How many chunks a stream has. */
const CHUNK_COUNT = 100;

const chunk = (fields: object): object => ({
  id: RESPONSE.id,
  object: 'chat.completion.chunk',
  created: RESPONSE.created,
  model: RESPONSE.model,
  ...fields,
});

const CHUNKS = [
  ...Array.from({ length: CHUNK_COUNT - 2 }, () =>
    chunk({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] }),
  ),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  chunk({ choices: [], usage: RESPONSE.usage }),
];

/** The answer, in a promise that is resolved. */
export function answer(): Promise<ModelResponse> {
  return Promise.resolve(RESPONSE);
}

/** The answer in chunks, all of which are there. */
export async function* answerInChunks(): AsyncGenerator<object> {
  yield* CHUNKS;
}

/** The client, for those who wrap one. */
export class ModelClient {
  readonly baseURL = 'https://api.openai.com/v1';
  readonly chat = { completions: { create: (_: object): Promise<ModelResponse> => answer() } };
}

/** A client that streams. */
export class StreamingModelClient {
  readonly baseURL = 'https://api.openai.com/v1';
  readonly chat = {
    completions: {
      create: (_: object): Promise<AsyncGenerator<object>> => Promise.resolve(answerInChunks()),
    },
  };
}

/**
 * Reads a stream to its end.
 *
 * @returns How many chunks it had.
 */
export async function readAll(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of stream) {
    count += 1;
  }
  return count;
}
