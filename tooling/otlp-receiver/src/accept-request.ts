import type { IncomingMessage } from 'node:http';
import { encodingOf } from './encoding';
import { decompress, readWireBody } from './read-body';
import { Refusal } from './refusal';
import type { RequestRecord } from './request-record';
import { protocolOf, type ReceivedItems } from './signals';
import { DecodeError } from './wire-values';

/** Reads and decodes a request as a healthy collector does; throws a {@link Refusal} when that would refuse it. */
export async function acceptRequest(
  request: IncomingMessage,
  record: RequestRecord,
  maxBodyBytes: number,
): Promise<ReceivedItems> {
  const wireBody = await readWireBody(request, maxBodyBytes, (bodyBytes) => {
    record.bodyBytes = bodyBytes;
  });
  const protocol = protocolOf(record.path);
  if (!protocol) throw new Refusal(404, `${record.path} is none of /v1/traces, /v1/metrics, /v1/logs`);
  if (record.method !== 'POST') throw new Refusal(405, `use POST, not ${record.method}`, { allow: 'POST' });
  const encoding = encodingOf(record.contentType);
  if (!encoding) throw new Refusal(415, `Content-Type ${record.contentType} is not OTLP's`);
  const body = await decompress(wireBody, record.contentEncoding, maxBodyBytes);
  try {
    return protocol.read(encoding.decode(protocol.requestMessage, body));
  } catch (error) {
    if (error instanceof DecodeError) throw new Refusal(400, error.message);
    throw error;
  }
}
