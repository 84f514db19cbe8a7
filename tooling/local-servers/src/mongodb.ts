import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';
import type { Broker } from './broker';
import { runCommand } from './mongodb-commands';

const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/**
 * Starts a server that speaks MongoDB's wire protocol and keeps documents in memory: as much of it as the real driver
 * needs to insert, find, update and delete. No server of MongoDB comes without downloading its binary.
 * See https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
export async function startMongoDb(): Promise<Broker> {
  const collections = new Map<string, Document[]>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= HEADER_BYTES && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        socket.write(answer(message, collections));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

function answer(message: Buffer, collections: Map<string, Document[]>): Buffer {
  const requestId = message.readInt32LE(4);
  switch (message.readInt32LE(12)) {
    case OP_MSG: {
      const reply = runCommand(readMessage(message), collections);
      return frame(OP_MSG, requestId, [Buffer.alloc(4), Buffer.from([0]), serialize(reply)]);
    }
    case OP_QUERY: {
      // The first message of a connection: flags, the collection's name, two numbers, the command.
      const commandAt = message.indexOf(0, HEADER_BYTES + 4) + 1 + 8;
      const reply = runCommand(deserialize(message.subarray(commandAt)), collections);
      const fields = Buffer.alloc(20);
      fields.writeInt32LE(1, 16);
      return frame(OP_REPLY, requestId, [fields, serialize(reply)]);
    }
    default:
      throw new Error(`an operation that no driver of today sends: ${message.readInt32LE(12)}`);
  }
}

/** The command, and the documents that are sent beside it. */
function readMessage(message: Buffer): Document {
  const command: Document = {};
  let at = HEADER_BYTES + 4;
  while (at < message.length) {
    const kind = message[at];
    const bytes = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + bytes);
    at += 1 + bytes;
    if (kind === 0) {
      Object.assign(command, deserialize(section));
    } else {
      const nameEnd = section.indexOf(0, 4);
      command[section.toString('utf8', 4, nameEnd)] = readDocuments(section.subarray(nameEnd + 1));
    }
  }
  return command;
}

function readDocuments(bytes: Buffer): Document[] {
  const documents: Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    documents.push(deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  }
  return documents;
}

function frame(opCode: number, requestId: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + body.length, 0);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}
