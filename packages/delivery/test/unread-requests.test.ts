import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSender } from './run-sender';
import {
  balanceOf,
  compareIds,
  receivedIds,
  type Sender,
  startSender,
  temporaryFolder,
  until,
} from './support';

// A collector that accepts connections and reads nothing of what it is sent: the request can never be written.

jest.setTimeout(60_000);

async function startDeafServer() {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sockets,
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

let deaf: Awaited<ReturnType<typeof startDeafServer>>;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  deaf = await startDeafServer();
  folder = temporaryFolder();
});
afterEach(async () => {
  await deaf.close();
  folder.remove();
});

/** More than the buffers of two sockets hold, also when it is compressed. */
function makeLargeSpans(sender: Sender): void {
  for (let index = 0; index < 60; index += 1) {
    sender.makeSpans(1, { content: randomBytes(100_000).toString('base64') });
  }
}

it('has its connections destroyed at the deadline, and the spans stay here', async () => {
  const sender = startSender(deaf, { requestTimeoutMs: 200, shutdownTimeoutMs: 500 });
  makeLargeSpans(sender);
  // Each attempt has a connection of its own.
  await until(() => sender.processor.getStats().retried > 0 && deaf.sockets.length > 4, 30_000);
  const startedAtMs = performance.now();
  await sender.processor.shutdown();
  expect(performance.now() - startedAtMs).toBeLessThan(4000);
  const stats = sender.processor.getStats();
  expect(stats).toMatchObject({ delivered: 0, queued: 0, dropped: { shutdown_timeout: 60 } });
  expect(balanceOf(stats)).toBe(0);
  // None of them is open on our side.
  await Promise.all(deaf.sockets.map((socket) => isClosedByPeer(socket)));
});

async function isClosedByPeer(socket: Socket): Promise<void> {
  if (!socket.closed) {
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
  }
}

it('with a spool, all of it is sent by the next process to a collector that reads', async () => {
  const spool = { dir: folder.path };
  const sender = startSender(deaf, { requestTimeoutMs: 200, shutdownTimeoutMs: 500, spool });
  makeLargeSpans(sender);
  await sender.processor.shutdown();
  expect(sender.processor.getStats()).toMatchObject({ delivered: 0, queued: 0, onDisk: 60, dropped: {} });
  const { port } = deaf;
  await deaf.close();
  deaf = await startDeafServer();
  const receiver = await startOtlpReceiver({ port });
  const next = startSender(receiver, { spool });
  await next.processor.shutdown();
  const comparison = compareIds(sender.createdIds, receivedIds(receiver));
  expect(comparison).toEqual({ missingCount: 0, duplicateCount: 0, foreignCount: 0 });
  await receiver.close();
});

it('delays the end of a script by at most shutdownTimeoutMs', async () => {
  const baseline = await runSender('', { url: deaf.url });
  const source = `
    import { randomBytes } from 'node:crypto';
    for (let index = 0; index < 60; index += 1) {
      tracer.startSpan('work', { attributes: { content: randomBytes(100_000).toString('base64') } }).end();
    }
  `;
  const result = await runSender(source, { url: deaf.url, options: { shutdownTimeoutMs: 500 } });
  expect(result.exitCode).toBe(0);
  expect(result.durationMs - baseline.durationMs).toBeLessThan(500 + 4000);
  expect(result.errors).toMatch(/that were lost: 60\./);
});
