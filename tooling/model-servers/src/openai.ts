import { allInputTokens, allOutputTokens, billWithout } from './draft';
import { encodeServerSentEvents } from './encodings';
import { answerChat, CREATED_AT_SECONDS, chatUsage, objectOf } from './openai-chat';
import { answerResponses } from './openai-responses';
import type { Answer, Bill, Draft, ModelRequest, Protocol } from './types';

/** OpenAI: chat completions, responses, completions, embeddings, images, transcriptions. */
export const openAi: Protocol = {
  name: 'openai',
  isRetryInMs: true,
  answer(request, draft) {
    const bill = billWithout(draft.bill, 'cacheWriteTokens', 'cacheWriteOneHourTokens');
    const notReasoning = billWithout(bill, 'reasoningTokens');
    // Azure has the same paths behind /openai/v1 or /openai/deployments/<name>.
    const path = request.path.replace(/^(\/openai)?(\/v1|\/deployments\/[^/]+)/, '');
    switch (`${request.method} ${path}`) {
      case 'POST /chat/completions':
        return Array.isArray(request.body?.messages) ? answerChat(request, draft, bill) : 400;
      case 'POST /responses':
        return answerResponses(request, draft, bill);
      case 'POST /completions':
        return answerCompletion(request, draft, notReasoning);
      case 'POST /embeddings':
        return answerEmbeddings(request, draft, bill);
      case 'POST /images/generations':
        return answerImage(draft, notReasoning);
      case 'POST /audio/transcriptions':
        return answerTranscription(draft, notReasoning);
      default:
        return 404;
    }
  },
  // https://platform.openai.com/docs/guides/error-codes
  fail: (status) => ({
    headers: { 'x-request-id': 'req_failed' },
    json: {
      error: {
        message: status === 429 ? 'Rate limit reached for requests' : 'The server had an error',
        type: status === 429 ? 'requests' : 'server_error',
        param: null,
        code: status === 429 ? 'rate_limit_exceeded' : null,
      },
    },
  }),
};

/** https://platform.openai.com/docs/api-reference/completions/object */
function answerCompletion(request: ModelRequest, draft: Draft, bill: Bill): Answer {
  const responseId = `cmpl-${draft.sequence}`;
  const model = String(request.body?.model);
  const head = { id: responseId, object: 'text_completion', created: CREATED_AT_SECONDS, model };
  const choice = (text: string, finish: string | null) => ({
    text,
    index: 0,
    logprobs: null,
    finish_reason: finish,
  });
  if (request.body?.stream !== true) {
    return {
      responseId,
      model,
      bill,
      json: { ...head, choices: [choice(draft.text, 'stop')], usage: chatUsage(bill) },
    };
  }
  const isUsageIncluded = objectOf(request.body.stream_options).include_usage === true;
  const usage = isUsageIncluded ? { usage: null } : {};
  const events = encodeServerSentEvents([
    ...draft.pieces.map((text) => ({
      data: { ...head, choices: [choice(text, null)], ...usage },
      outputTokens: 1,
    })),
    { data: { ...head, choices: [choice('', 'stop')], ...usage } },
    ...(isUsageIncluded ? [{ data: { ...head, choices: [], usage: chatUsage(bill) } }] : []),
    { data: '[DONE]' },
  ]);
  return { responseId, model, bill, stream: { contentType: 'text/event-stream', events } };
}

/** https://platform.openai.com/docs/api-reference/embeddings/object. There is no id, neither here nor in the body. */
function answerEmbeddings(request: ModelRequest, draft: Draft, bill: Bill): Answer {
  const embedded = billWithout(bill, 'cacheReadTokens', 'outputTokens', 'reasoningTokens');
  const model = String(request.body?.model);
  const requestId = `req_${draft.sequence}`;
  const vector = [0.25, -0.5, 0.125, 1];
  const embedding =
    request.body?.encoding_format === 'base64'
      ? Buffer.from(new Float32Array(vector).buffer).toString('base64')
      : vector;
  const json = {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding }],
    model,
    usage: { prompt_tokens: allInputTokens(embedded), total_tokens: allInputTokens(embedded) },
  };
  return { responseId: '', requestId, model, bill: embedded, headers: { 'x-request-id': requestId }, json };
}

/** https://platform.openai.com/docs/api-reference/images/object */
function answerImage(draft: Draft, bill: Bill): Answer {
  const input = allInputTokens(bill);
  const output = allOutputTokens(bill);
  const usage = {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
  };
  const json = { created: CREATED_AT_SECONDS, data: [{ b64_json: 'aGVsbG8=' }], usage };
  return { responseId: '', requestId: `req_${draft.sequence}`, model: 'gpt-image-1', bill, json };
}

/** https://platform.openai.com/docs/api-reference/audio/json-object, "usage" of the type "tokens". */
function answerTranscription(draft: Draft, bill: Bill): Answer {
  const input = allInputTokens(bill);
  const output = allOutputTokens(bill);
  const usage = {
    type: 'tokens',
    input_tokens: input,
    input_token_details: { text_tokens: 0, audio_tokens: input },
    output_tokens: output,
    total_tokens: input + output,
  };
  const model = 'gpt-4o-transcribe';
  return {
    responseId: '',
    requestId: `req_${draft.sequence}`,
    model,
    bill,
    json: { text: draft.text, usage },
  };
}
