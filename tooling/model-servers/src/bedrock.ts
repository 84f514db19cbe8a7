import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';
import { anthropicEvents, anthropicMessage } from './anthropic';
import { allInputTokens, allOutputTokens, billWithout } from './draft';
import type { PlainEvent } from './encodings';
import type { Answer, Bill, Draft, Protocol, StreamEvent } from './types';

/** Amazon Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export const bedrock: Protocol = {
  name: 'bedrock',
  answer(request, draft) {
    const [, escapedModel = '', operation = ''] = /^\/model\/([^/]+)\/([\w-]+)$/.exec(request.path) ?? [];
    const model = decodeURIComponent(escapedModel);
    const requestId = `00000000-0000-4000-8000-${String(draft.sequence).padStart(12, '0')}`;
    const head = { responseId: requestId, model, headers: { 'x-amzn-requestid': requestId } };
    const invoked = { ...head, responseId: invokedId(draft), requestId };
    // Converse has no count of reasoning of its own.
    const converse = { ...draft, bill: withoutReasoning(draft.bill) };
    switch (operation) {
      case 'converse':
        return { ...head, bill: converse.bill, json: converseAnswer(converse) };
      case 'converse-stream':
        return { ...head, bill: converse.bill, stream: eventStream(converseEvents(converse)) };
      case 'invoke':
        return invoke(invoked, draft);
      case 'invoke-with-response-stream':
        return { ...invoked, stream: eventStream(invokeEvents(draft, model)) };
      default:
        return 404;
    }
  },
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
  fail: (status) => ({
    headers: {
      'x-amzn-requestid': '00000000-0000-4000-8000-00000000fa11',
      'x-amzn-errortype': status === 429 ? 'ThrottlingException' : 'InternalServerException',
    },
    json: {
      message: status === 429 ? 'Too many requests, please wait before trying again.' : 'Internal error',
    },
  }),
};

function invokedId({ sequence }: Draft): string {
  return `msg_bdrk_${sequence}`;
}

function withoutReasoning(bill: Bill): Bill {
  return { ...billWithout(bill, 'reasoningTokens'), outputTokens: bill.outputTokens };
}

/**
 * API_runtime_TokenUsage.html; `inputTokens` excludes what was read from or written to the cache:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html.
 */
function usageOf(bill: Bill): object {
  const { cacheReadTokens, cacheWriteTokens, cacheWriteOneHourTokens } = bill;
  const written = cacheWriteTokens + cacheWriteOneHourTokens;
  const cacheDetails = [
    { ttl: '1h', inputTokens: cacheWriteOneHourTokens },
    { ttl: '5m', inputTokens: cacheWriteTokens },
  ];
  return {
    inputTokens: bill.uncachedInputTokens,
    outputTokens: bill.outputTokens,
    totalTokens: allInputTokens(bill) + bill.outputTokens,
    cacheReadInputTokens: cacheReadTokens,
    cacheWriteInputTokens: written,
    ...(written === 0 ? {} : { cacheDetails }),
  };
}

/** API_runtime_Converse.html */
function converseAnswer({ text, toolCall, bill, sequence }: Draft): object {
  const content =
    toolCall === undefined
      ? { text }
      : {
          toolUse: {
            toolUseId: `tooluse_${sequence}`,
            name: toolCall.name,
            input: JSON.parse(toolCall.argumentPieces.join('')),
          },
        };
  return {
    metrics: { latencyMs: 411 },
    output: { message: { role: 'assistant', content: [content] } },
    stopReason: toolCall === undefined ? 'end_turn' : 'tool_use',
    usage: usageOf(bill),
  };
}

/** API_runtime_ConverseStream.html */
function converseEvents({ pieces, toolCall, bill, sequence }: Draft): PlainEvent[] {
  const start = { toolUse: { toolUseId: `tooluse_${sequence}`, name: toolCall?.name } };
  const deltas =
    toolCall === undefined
      ? pieces.map((text) => ({ text }))
      : toolCall.argumentPieces.map((input) => ({ toolUse: { input } }));
  return [
    { name: 'messageStart', data: { role: 'assistant' } },
    ...(toolCall === undefined ? [] : [{ name: 'contentBlockStart', data: { contentBlockIndex: 0, start } }]),
    ...deltas.map((delta) => ({
      name: 'contentBlockDelta',
      data: { contentBlockIndex: 0, delta },
      outputTokens: 1,
    })),
    { name: 'contentBlockStop', data: { contentBlockIndex: 0 } },
    { name: 'messageStop', data: { stopReason: toolCall === undefined ? 'end_turn' : 'tool_use' } },
    { name: 'metadata', data: { usage: usageOf(bill), metrics: { latencyMs: 411 } } },
  ];
}

/** API_runtime_InvokeModel.html, with the body of Anthropic's models and the counts in headers. */
function invoke(head: Answer, draft: Draft): Answer {
  const headers = {
    ...head.headers,
    'x-amzn-bedrock-input-token-count': String(draft.bill.uncachedInputTokens),
    'x-amzn-bedrock-output-token-count': String(allOutputTokens(draft.bill)),
  };
  return { ...head, headers, json: anthropicMessage(invokedId(draft), head.model, draft) };
}

/** API_runtime_InvokeModelWithResponseStream.html: Anthropic's events in chunks; the last has the metrics. */
function invokeEvents(draft: Draft, model: string): PlainEvent[] {
  const metrics = {
    inputTokenCount: draft.bill.uncachedInputTokens,
    outputTokenCount: allOutputTokens(draft.bill),
    invocationLatency: 411,
    firstByteLatency: 97,
  };
  const events = anthropicEvents(invokedId(draft), model, draft);
  return events.map(({ data, outputTokens = 0 }, index) => {
    const last = index === events.length - 1 ? { 'amazon-bedrock-invocationMetrics': metrics } : {};
    const bytes = Buffer.from(JSON.stringify({ ...(data as object), ...last })).toString('base64');
    return { name: 'chunk', data: { bytes }, outputTokens };
  });
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** The binary event stream: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html. */
function eventStream(events: readonly PlainEvent[]): { contentType: string; events: StreamEvent[] } {
  return {
    contentType: 'application/vnd.amazon.eventstream',
    events: events.map(({ name = '', data, outputTokens = 0 }) => ({
      bytes: codec.encode({
        headers: {
          ':event-type': { type: 'string', value: name },
          ':content-type': { type: 'string', value: 'application/json' },
          ':message-type': { type: 'string', value: 'event' },
        },
        body: fromUtf8(JSON.stringify(data)),
      }),
      outputTokens,
    })),
  };
}
