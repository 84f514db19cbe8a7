import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, Socket } from 'node:net';

const { connect } = Socket.prototype;

afterEach(() => {
  Socket.prototype.connect = connect;
});

it('refuses connections to every server, on this machine too, and counts them', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const { countConnectionAttempts } = await import('../src/network-guard');
  const refused = createConnection(port, '127.0.0.1');
  await expect(once(refused, 'connect')).rejects.toThrow('benchmarks have no network');
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
  expect(countConnectionAttempts()).toBe(2);

  server.close();
  await once(server, 'close');
  expect(connections).toBe(0);
});
