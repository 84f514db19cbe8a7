/** Answers of OpenAI and Anthropic, as their references have them. */
const COMPLETION = {
  id: 'chatcmpl-123',
  object: 'chat.completion',
  created: 1741569952,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 150,
    completion_tokens: 20,
    total_tokens: 170,
    prompt_tokens_details: { cached_tokens: 100 },
  },
};

const chunk = (fields) => ({
  id: COMPLETION.id,
  object: 'chat.completion.chunk',
  created: COMPLETION.created,
  model: COMPLETION.model,
  ...fields,
});

const CHUNKS = [
  chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' }, finish_reason: null }] }),
  chunk({ choices: [{ index: 0, delta: { content: 'lo!' }, finish_reason: null }] }),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
];

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function answerModelRequest(request, response) {
  if (request.url.startsWith('/v1/messages')) {
    response.writeHead(429, { 'content-type': 'application/json' });
    response.end('{"type":"error","error":{"type":"rate_limit_error","message":"too many requests"}}');
    return;
  }
  const { stream, stream_options: options } = JSON.parse(Buffer.concat(await request.toArray()).toString());
  if (stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(COMPLETION));
    return;
  }
  const usage = options?.include_usage ? [chunk({ choices: [], usage: COMPLETION.usage })] : [];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const each of [...CHUNKS, ...usage]) {
    response.write(`data: ${JSON.stringify(each)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}
