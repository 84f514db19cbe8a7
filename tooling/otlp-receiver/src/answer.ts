import type { ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour';
import { encodingOf, json } from './encoding';
import type { Refusal } from './refusal';
import { protocolOf } from './signals';
import type { ReceivedRequest } from './types';

/** A complete answer, not yet sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Composes the answer, in the request's own encoding. `result` is how many items were rejected, or why all were. */
export function answerTo(
  request: ReceivedRequest,
  behaviour: Behaviour | undefined,
  result: number | Refusal,
): Answer {
  if (behaviour?.type === 'status') {
    const { status, retryAfter, message = 'asked to misbehave', body } = behaviour;
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    const answer = errorAnswer(request, status, message, headers);
    return body === undefined ? answer : { ...answer, body };
  }
  if (typeof result !== 'number') return errorAnswer(request, result.status, result.message, result.headers);
  if (behaviour?.type === 'partialSuccess') {
    return successAnswer(request, { rejected: result, message: behaviour.message ?? '' });
  }
  return successAnswer(request);
}

/** Sends an answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

function successAnswer(request: ReceivedRequest, partial?: { rejected: number; message: string }): Answer {
  const encoding = encodingOf(request.contentType) ?? json;
  const { responseMessage = '', rejectedField = '' } = protocolOf(request.path) ?? {};
  // ProtoJSON writes an integer of 64 bits as text.
  const partialSuccess = partial && {
    [rejectedField]: String(partial.rejected),
    errorMessage: partial.message,
  };
  return {
    status: 200,
    headers: { 'content-type': encoding.contentType },
    body: encoding.encode(responseMessage, partialSuccess ? { partialSuccess } : {}),
  };
}

/** An error's body is a `google.rpc.Status`, whose `code` OTLP leaves out. */
function errorAnswer(
  request: ReceivedRequest,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  const encoding = encodingOf(request.contentType) ?? json;
  return {
    status,
    headers: { ...headers, 'content-type': encoding.contentType },
    body: encoding.encode('Status', { message }),
  };
}
