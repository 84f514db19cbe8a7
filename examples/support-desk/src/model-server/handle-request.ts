import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApiError } from './api-error';
import { readChatRequest } from './chat-request';
import { type BilledReply, toChunks, toCompletion } from './completion';
import { refuseSomeFirstTries } from './overload';
import { replyTo } from './reply';
import { countInputTokens, countOutputTokens } from './tokens';

/** A call that was answered, and is paid for. */
export interface BilledCall {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const CHAT_COMPLETIONS_PATH = '/v1/chat/completions';

/**
 * Answers one request.
 *
 * @param request - What came in.
 * @param response - Where the answer goes.
 * @param log - Gets a line when the call is billed.
 */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  log: BilledCall[],
): Promise<void> {
  try {
    checkEndpoint(request);
    const chatRequest = readChatRequest(await text(request));
    refuseSomeFirstTries(chatRequest, singleHeader(request, 'x-stainless-retry-count'));
    const reply = replyTo(chatRequest);
    const billed: BilledReply = {
      id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
      createdAtSeconds: Math.floor(Date.now() / 1000),
      model: chatRequest.model,
      inputTokens: countInputTokens(chatRequest),
      outputTokens: countOutputTokens(reply),
      reply,
    };
    const { id, model, inputTokens, outputTokens } = billed;
    log.push({ id, model, inputTokens, outputTokens });
    if (chatRequest.isStream) {
      await sendStream(response, billed, chatRequest.isUsageIncluded);
    } else {
      sendJson(response, 200, toCompletion(billed));
    }
  } catch (error) {
    sendError(response, error);
  }
}

function checkEndpoint(request: IncomingMessage): void {
  const { method, url = '' } = request;
  const path = url.split('?', 1)[0];
  if (path !== CHAT_COMPLETIONS_PATH) {
    throw new ApiError(404, 'invalid_request_error', `Invalid URL (${method} ${path})`);
  }
  if (method !== 'POST') {
    throw new ApiError(405, 'invalid_request_error', `Not allowed to ${method} on ${path}`, {
      code: 'method_not_supported',
    });
  }
  if (!/^Bearer \S+$/.test(singleHeader(request, 'authorization') ?? '')) {
    throw new ApiError(401, 'invalid_request_error', "You didn't provide an API key.");
  }
}

async function sendStream(
  response: ServerResponse,
  billed: BilledReply,
  isUsageIncluded: boolean,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': billed.id });
  for (const chunk of toChunks(billed, isUsageIncluded)) {
    if (!response.write(`data: ${JSON.stringify(chunk)}\n\n`) && !response.closed) {
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  }
  response.end('data: [DONE]\n\n');
}

function sendError(response: ServerResponse, error: unknown): void {
  const apiError =
    error instanceof ApiError ? error : new ApiError(500, 'server_error', 'The server had an error.');
  const { retryAfterMs } = apiError.details;
  if (retryAfterMs !== undefined) {
    response.setHeader('retry-after-ms', retryAfterMs);
  }
  sendJson(response, apiError.status, apiError.toBody());
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
