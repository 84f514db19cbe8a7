import { parse } from 'protobufjs';
import { otlpSchema } from './schema';
import { DecodeError, type WireMessage } from './wire-values';

const schema = parse(otlpSchema).root.resolveAll();

/** Decodes a message of the schema; fields that the schema does not have are skipped. */
export function decodeProtobuf(messageName: string, body: Uint8Array): WireMessage {
  try {
    return schema.lookupType(`otlp.${messageName}`).decode(body) as unknown as WireMessage;
  } catch (error) {
    throw new DecodeError(`the body is not protobuf: ${String(error)}`);
  }
}

/** Encodes a message of the schema. */
export function encodeProtobuf(messageName: string, message: Record<string, unknown>): Uint8Array {
  const type = schema.lookupType(`otlp.${messageName}`);
  return type.encode(type.fromObject(message)).finish();
}
