import { ApiError } from './api-error';
import type { ChatRequest } from './chat-request';
import { hashOf } from './hash';

/** One in so many conversations meets a busy or a broken server first. */
const BUSY_PERIOD = 13;
const BROKEN_PERIOD = 17;
const RETRY_AFTER_MS = 20;

/**
 * Refuses some requests the first time, as any API does now and then: the client tries again by itself.
 *
 * @param request - The request.
 * @param retryCount - What the client says in `x-stainless-retry-count`.
 * @throws ApiError 429 or 500, only where the client says that this is its first try.
 */
export function refuseSomeFirstTries({ messages }: ChatRequest, retryCount: string | undefined): void {
  if (retryCount !== '0') {
    return;
  }
  const hash = hashOf(messages.map(({ content }) => content).join('\n'));
  if (hash % BUSY_PERIOD === 0) {
    throw new ApiError(429, 'requests', 'Rate limit reached', {
      code: 'rate_limit_exceeded',
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
  if (hash % BROKEN_PERIOD === 0) {
    throw new ApiError(500, 'server_error', 'The server had an error while processing your request', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}
