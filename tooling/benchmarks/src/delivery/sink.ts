import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A collector that does as little as it can while it is measured against: it keeps the bodies, and reads them later. */
export interface Sink {
  readonly url: string;
  /** The ids of all spans received since the last call, as often as they came. */
  takeSpanIds(): string[];
  close(): Promise<void>;
}

/**
 * Starts it.
 *
 * @param delayMs - How far away it is: each answer comes so much later.
 */
export async function startSink(delayMs: number): Promise<Sink> {
  let bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      const answer = () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      if (delayMs === 0) {
        answer();
      } else {
        setTimeout(answer, delayMs);
      }
    });
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    takeSpanIds: () => {
      const taken = bodies;
      bodies = [];
      return taken.flatMap((body) => spanIdsIn(gunzipSync(body)));
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** resource_spans = 1, in it scope_spans = 2, in it spans = 2, in it span_id = 2. */
function spanIdsIn(request: Buffer): string[] {
  return contentsOf(request, 1)
    .flatMap((resourceSpans) => contentsOf(resourceSpans, 2))
    .flatMap((scopeSpans) => contentsOf(scopeSpans, 2))
    .flatMap((span) => contentsOf(span, 2).slice(0, 1))
    .map((spanId) => spanId.toString('hex'));
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

/** What all fields of this number in a protobuf message contain. */
function contentsOf(message: Buffer, fieldNumber: number): Buffer[] {
  const contents: Buffer[] = [];
  let position = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(position);
      position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (position < message.length) {
    const tag = readVarint();
    switch (tag & 7) {
      case VARINT:
        readVarint();
        break;
      case FIXED_64:
        position += 8;
        break;
      case LENGTH_DELIMITED: {
        const length = readVarint();
        if (tag >>> 3 === fieldNumber) {
          contents.push(message.subarray(position, position + length));
        }
        position += length;
        break;
      }
      default:
        position += 4;
    }
  }
  return contents;
}
