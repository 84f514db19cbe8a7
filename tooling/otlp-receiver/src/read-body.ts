import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal';

const gunzipAsync = promisify(gunzip);

/** Reads the body as it is on the wire and tells after each chunk how many bytes there were so far. */
export async function readWireBody(
  request: IncomingMessage,
  maxBodyBytes: number,
  onBytes: (bodyBytes: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    bodyBytes += chunk.length;
    onBytes(bodyBytes);
    if (bodyBytes > maxBodyBytes) throw tooLarge(maxBodyBytes);
  }
  return Buffer.concat(chunks);
}

/** Undoes the `Content-Encoding`: OTLP has gzip and none. */
export async function decompress(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBodyBytes: number,
): Promise<Buffer> {
  const coding = contentEncoding?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === '') return body;
  if (coding !== 'gzip') throw new Refusal(415, `Content-Encoding ${contentEncoding} is not supported`);
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBodyBytes);
    throw new Refusal(400, `the body is not gzip: ${String(error)}`);
  }
}

function tooLarge(maxBodyBytes: number): Refusal {
  return new Refusal(413, `the body is larger than ${maxBodyBytes} bytes`);
}
