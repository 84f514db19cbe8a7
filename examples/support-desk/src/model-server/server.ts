import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BilledCall, handleRequest } from './handle-request';

export type { BilledCall } from './handle-request';

/** A running server that speaks the HTTP protocol of the OpenAI API. */
export interface ModelServer {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  /** Every call that was answered, in order. */
  readonly billedCalls: readonly BilledCall[];
  close(): Promise<void>;
}

/**
 * Starts the server on a free port of this machine.
 *
 * @returns The server.
 */
export async function startModelServer(): Promise<ModelServer> {
  const billedCalls: BilledCall[] = [];
  const server = createServer((request, response) => {
    handleRequest(request, response, billedCalls).catch(() => request.socket.destroy());
  });
  // An idle connection that the server ends just as the client uses it again looks like a failed call.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'close');
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    billedCalls,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
