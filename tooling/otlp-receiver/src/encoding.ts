import { decodeProtobuf, encodeProtobuf } from './protobuf';
import { DecodeError, type WireMessage } from './wire-values';

/** How OTLP messages are written in a request and in the answer to it. */
export interface Encoding {
  readonly contentType: string;
  /** Throws a {@link DecodeError} when the body is not such a message. */
  decode(messageName: string, body: Uint8Array): WireMessage;
  encode(messageName: string, message: Record<string, unknown>): Uint8Array;
}

const protobuf: Encoding = {
  contentType: 'application/x-protobuf',
  decode: decodeProtobuf,
  encode: encodeProtobuf,
};

/** OTLP in JSON. It is also what a sender gets whose own encoding is unknown. */
export const json: Encoding = {
  contentType: 'application/json',
  decode(_messageName, body) {
    const message = parseJson(body);
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      throw new DecodeError('the body must be a JSON object');
    }
    return message as WireMessage;
  },
  encode: (_messageName, message) => Buffer.from(JSON.stringify(message)),
};

/** The encoding that a `Content-Type` header names, if OTLP has it. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  return [protobuf, json].find((encoding) => encoding.contentType === mediaType);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new DecodeError(`the body is not JSON: ${String(error)}`);
  }
}
