import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import type { Broker } from '@botanu-tooling/local-servers';
import mysql from 'mysql2';

/** What mysql2's server has, and its types lack. */
interface ServerConnection {
  serverHandshake(options: object): void;
  writeTextResult(rows: readonly object[], columns: readonly object[]): void;
  writeOk(header: object): void;
  sequenceId: number;
  on(event: string, listener: (text: string) => void): void;
  close(): void;
}

/** The server itself. */
interface MysqlServer {
  readonly _server: Server;
  on(event: 'connection', listener: (connection: ServerConnection) => void): void;
  listen(port: number, host: string): void;
}

const VAR_STRING = 253;
const UTF8 = 33;
const COLUMN = {
  catalog: 'def',
  schema: 'desk',
  table: 'tickets',
  orgTable: 'tickets',
  name: 'id',
  orgName: 'id',
  characterSet: UTF8,
  columnLength: 60,
  columnType: VAR_STRING,
  flags: 0,
  decimals: 0,
};

/** Starts the server that mysql2 brings along. It speaks MySQL's protocol, and answers by how many rows a query names. */
export async function startMysql(): Promise<Broker> {
  const connections = new Set<ServerConnection>();
  const server = (mysql as unknown as { createServer(): MysqlServer }).createServer();
  server.on('connection', (connection: ServerConnection) => {
    connections.add(connection);
    connection.on('error', () => {});
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0',
      connectionId: connections.size,
      statusFlags: 2,
      characterSet: UTF8,
      capabilityFlags: 0xffffff ^ 0x800,
      authCallback: (_: object, callback: (error: null) => void) => {
        callback(null);
        setImmediate(() => {
          connection.sequenceId = 0;
        });
      },
    });
    connection.on('query', (sql) => {
      // Each command counts its packets anew, from the client's own.
      connection.sequenceId = 1;
      if (sql.startsWith('UPDATE')) {
        connection.writeOk({ affectedRows: 3 });
      } else {
        connection.writeTextResult(sql.includes('two') ? [{ id: '1' }, { id: '2' }] : [], [COLUMN]);
      }
      connection.sequenceId = 0;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server._server, 'listening');
  return {
    port: (server._server.address() as AddressInfo).port,
    stop: async () => {
      for (const connection of connections) {
        connection.close();
      }
      server._server.close();
    },
  };
}
