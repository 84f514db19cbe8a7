import type { IncomingMessage, ServerResponse } from 'node:http';
import { findOrder } from './orders';
import { search } from './search';

const MAX_ARTICLES = 5;

/**
 * `GET /search?q=TEXT&limit=N` and `GET /orders/ID`. Nothing here knows of runs or tracing.
 *
 * @param request - What came in.
 * @param response - Where the answer goes.
 */
export function handleRequest(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://knowledge');
  if (url.pathname === '/search') {
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 1) || 1, MAX_ARTICLES);
    send(response, 200, { articles: search(url.searchParams.get('q') ?? '', limit) });
    return;
  }
  const [, orderId] = /^\/orders\/([^/]+)$/.exec(url.pathname) ?? [];
  const order = orderId === undefined ? undefined : findOrder(orderId);
  if (order === undefined) {
    send(response, 404, { error: 'not found' });
  } else {
    send(response, 200, order);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
