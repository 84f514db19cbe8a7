import type { IncomingMessage } from 'node:http';
import { protocolOf } from './signals';
import type { ReceivedRequest } from './types';

/** A {@link ReceivedRequest} that is still being filled in. */
export type RequestRecord = { -readonly [Key in keyof ReceivedRequest]: ReceivedRequest[Key] };

/** The record of a request of which only the head has arrived. */
export function recordOf(request: IncomingMessage): RequestRecord {
  const path = request.url?.split('?')[0] ?? '';
  return {
    signal: protocolOf(path)?.signal,
    method: request.method ?? '',
    path,
    headers: { ...request.headers },
    contentType: request.headers['content-type'],
    contentEncoding: request.headers['content-encoding'],
    bodyBytes: 0,
    status: undefined,
    acceptedItemCount: 0,
    receivedAtMs: Date.now(),
  };
}
