import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service tells the process that started it. */
export interface ListeningMessage {
  readonly type: 'listening';
  readonly port: number;
}

/** Connections that are busy for longer than this are cut. */
const CLOSE_TIMEOUT_MS = 5000;

/**
 * Serves on a port of this machine (`PORT`, else a free one) until the process is told to stop, by a signal or by the
 * message `stop`. It ends with the process that started it.
 *
 * @param server - Not yet listening.
 * @param beforeExit - Called when the last request is answered.
 */
export function serveUntilStopped(server: Server, beforeExit: () => Promise<void>): void {
  // An idle connection that the server ends just as the client uses it again looks like a failed call.
  server.keepAliveTimeout = 0;
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    const message: ListeningMessage = { type: 'listening', port };
    if (process.send === undefined) {
      process.stdout.write(`listening on http://127.0.0.1:${port}\n`);
    } else {
      process.send(message);
    }
  });

  let isStopping = false;
  const stop = (): void => {
    if (!isStopping) {
      isStopping = true;
      void close(server)
        .then(beforeExit)
        .then(() => process.exit(0));
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever started it is gone, and with it whoever would take the spans.
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message) => {
    if (message === 'stop') {
      stop();
    }
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
