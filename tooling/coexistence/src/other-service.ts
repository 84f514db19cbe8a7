import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceivedCall } from './types';

/** A service that answers everything, and keeps the headers that carry a trace. */
export interface OtherService {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  close(): Promise<void>;
}

/** What tracers send, by every name that a host of ours has for it. */
const TRACE_HEADER = /^(traceparent|tracestate|baggage|sentry-trace|x-datadog-.*)$/;

/** Starts it, on a free port of this machine. */
export async function startOtherService(): Promise<OtherService> {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    const headers = Object.entries(request.headers).filter(([name]) => TRACE_HEADER.test(name));
    calls.push({ path: request.url ?? '', headers: Object.fromEntries(headers) as Record<string, string> });
    request.resume().once('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
