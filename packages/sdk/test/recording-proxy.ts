import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Stands before a collector and keeps all that passes. */
export interface RecordingProxy {
  readonly url: string;
  /** The bodies of all requests, decompressed. */
  readonly bodies: readonly Buffer[];
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts a proxy before a collector.
 *
 * @param target - The collector's address, without a path.
 */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks);
    bodies.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    const { method, headers } = request;
    const onward = sendRequest(new URL(request.url ?? '/', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    reset: () => {
      bodies.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
