import type { Attributes, AttributeValue, ReceivedScope } from './types';
import {
  asBytes,
  asDouble,
  asInteger,
  DecodeError,
  readBoolean,
  readField,
  readMessage,
  readMessages,
  readOptionalMessage,
  readString,
  type WireMessage,
} from './wire-values';

/** As deep as protobuf implementations go by default. */
const maxDepth = 100;

/** Decodes a list of OTLP `KeyValue`; of two equal keys the last one counts. */
export function readAttributes(message: WireMessage, name: string, depth = 0): Attributes {
  return Object.fromEntries(
    readMessages(message, name).map((pair) => [
      readString(pair, 'key'),
      readAnyValue(readOptionalMessage(pair, 'value') ?? {}, depth),
    ]),
  );
}

/** Decodes an OTLP `AnyValue`. */
export function readAnyValue(value: WireMessage, depth = 0): AttributeValue {
  if (depth > maxDepth) throw new DecodeError(`a value is nested more than ${maxDepth} deep`);
  for (const [name, read] of variants) {
    const content = readField(value, name);
    if (content !== undefined) return read(value, name, depth);
  }
  return null;
}

/** The attributes of the resource that a group of items belongs to. */
export function readResource(group: WireMessage): Attributes {
  return readAttributes(readMessage(group, 'resource'), 'attributes');
}

/** The scope that a group of items belongs to. */
export function readScope(group: WireMessage): ReceivedScope {
  const scope = readMessage(group, 'scope');
  return { name: readString(scope, 'name'), version: readString(scope, 'version') };
}

type ReadVariant = (value: WireMessage, name: string, depth: number) => AttributeValue;

const variants: readonly (readonly [string, ReadVariant])[] = [
  ['stringValue', readString],
  ['intValue', (value, name) => asInteger(readField(value, name), name)],
  ['doubleValue', (value, name) => asDouble(readField(value, name), name)],
  ['boolValue', readBoolean],
  [
    'arrayValue',
    (value, name, depth) =>
      readMessages(readMessage(value, name), 'values').map((element) => readAnyValue(element, depth + 1)),
  ],
  ['kvlistValue', (value, name, depth) => readAttributes(readMessage(value, name), 'values', depth + 1)],
  ['bytesValue', (value, name) => asBytes(readField(value, name), name)],
];
