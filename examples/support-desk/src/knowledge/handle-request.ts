import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KnowledgeBase } from './knowledge-base';

const MAX_ARTICLES = 5;

/**
 * `GET /search?q=TEXT&limit=N` and `GET /orders/ID`. Nothing here knows of runs or tracing.
 *
 * @param knowledge - Where the answers are.
 * @param request - What came in.
 * @param response - Where the answer goes.
 */
export async function handleRequest(
  knowledge: KnowledgeBase,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://knowledge');
  if (url.pathname === '/search') {
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 1) || 1, MAX_ARTICLES);
    send(response, 200, { articles: await knowledge.search(url.searchParams.get('q') ?? '', limit) });
    return;
  }
  const [, orderId] = /^\/orders\/([^/]+)$/.exec(url.pathname) ?? [];
  const order = orderId === undefined ? undefined : await knowledge.findOrder(orderId);
  if (order === undefined) {
    send(response, 404, { error: 'not found' });
  } else {
    send(response, 200, order);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
