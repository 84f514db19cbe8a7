import { allInputTokens, billWithout } from './draft';
import { encodeServerSentEvents } from './encodings';
import type { Answer, Bill, Draft, Protocol } from './types';

/**
 * Google's Gemini API, and Vertex AI, which has the same bodies behind other paths:
 * https://ai.google.dev/api/generate-content and https://ai.google.dev/api/embeddings.
 */
export const googleGenAi: Protocol = {
  name: 'google-genai',
  answer(request, draft) {
    const [, model = '', method = ''] = /\/models\/([^/:]+):(\w+)$/.exec(request.path) ?? [];
    const bill = billWithout(draft.bill, 'cacheWriteTokens', 'cacheWriteOneHourTokens');
    switch (method) {
      case 'generateContent': {
        const json = generated(draft, model, parts(draft), bill, finishReason);
        return { responseId: idOf(draft), model, bill, json };
      }
      case 'streamGenerateContent':
        return { responseId: idOf(draft), model, bill, stream: streamed(draft, model, bill) };
      case 'batchEmbedContents':
        return {
          responseId: idOf(draft),
          model,
          bill: billWithout(bill, 'outputTokens', 'reasoningTokens', 'cacheReadTokens'),
          json: { embeddings: [{ values: [0.25, -0.5, 0.125] }] },
        };
      default:
        return 404;
    }
  },
  // https://ai.google.dev/gemini-api/docs/troubleshooting and https://cloud.google.com/apis/design/errors
  fail: (status) => ({
    json: {
      error: {
        code: status,
        message:
          status === 429 ? 'Resource has been exhausted (e.g. check quota).' : 'Internal error encountered.',
        status: status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL',
      },
    },
  }),
};

const finishReason = 'STOP';

function idOf({ sequence }: Draft): string {
  return `genai-${sequence}`;
}

function parts({ text, toolCall }: Draft): object[] {
  if (toolCall === undefined) {
    return [{ text }];
  }
  const args = JSON.parse(toolCall.argumentPieces.join('')) as object;
  return [{ functionCall: { name: toolCall.name, args } }];
}

function generated(draft: Draft, model: string, content: object[], bill: Bill, finish?: string): object {
  const candidate = { content: { parts: content, role: 'model' }, index: 0 };
  return {
    candidates: [finish === undefined ? candidate : { ...candidate, finishReason: finish }],
    usageMetadata: usageOf(bill),
    modelVersion: model,
    responseId: idOf(draft),
  };
}

/** `promptTokenCount` includes what came from the cache; `candidatesTokenCount` excludes the thoughts. */
function usageOf(bill: Bill): object {
  const input = allInputTokens(bill);
  const cached = bill.cacheReadTokens;
  return {
    promptTokenCount: input,
    candidatesTokenCount: bill.outputTokens,
    totalTokenCount: input + bill.outputTokens + bill.reasoningTokens,
    thoughtsTokenCount: bill.reasoningTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
    candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: bill.outputTokens }],
    ...(cached === 0
      ? {}
      : { cachedContentTokenCount: cached, cacheTokensDetails: [{ modality: 'TEXT', tokenCount: cached }] }),
  };
}

/** Each chunk has the usage so far; a tool call comes in one piece. */
function streamed(draft: Draft, model: string, bill: Bill): NonNullable<Answer['stream']> {
  const pieces = draft.toolCall === undefined ? draft.pieces.map((text) => [{ text }]) : [parts(draft)];
  const tokensOfPiece = bill.outputTokens / pieces.length;
  const events = pieces.map((content, index) => {
    const usage = { ...bill, outputTokens: (index + 1) * tokensOfPiece };
    const finish = index === pieces.length - 1 ? finishReason : undefined;
    return { data: generated(draft, model, content, usage, finish), outputTokens: tokensOfPiece };
  });
  return { contentType: 'text/event-stream', events: encodeServerSentEvents(events) };
}
