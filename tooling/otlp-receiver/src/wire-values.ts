import { inspect } from 'node:util';

/** The sender wrote something that is not OTLP. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** A message of a request, be it decoded from protobuf or parsed from JSON: both go by the same field names. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** A 64-bit integer as protobufjs reads it. */
interface LongParts {
  readonly low: number;
  readonly high: number;
}

/** The value of a field that the sender did set; protobufjs has defaults on the prototype, JSON has `null`. */
export function readField(message: WireMessage, name: string): unknown {
  return Object.hasOwn(message, name) ? (message[name] ?? undefined) : undefined;
}

/** A nested message, or an empty one. */
export function readMessage(message: WireMessage, name: string): WireMessage {
  return readOptionalMessage(message, name) ?? {};
}

/** A nested message, if there is one. */
export function readOptionalMessage(message: WireMessage, name: string): WireMessage | undefined {
  const value = readField(message, name);
  return value === undefined ? undefined : asMessage(value, name);
}

/** The elements of a repeated field. */
export function readList(message: WireMessage, name: string): readonly unknown[] {
  const value = readField(message, name) ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'an array', value);
  return value;
}

/** The messages of a repeated field. */
export function readMessages(message: WireMessage, name: string): readonly WireMessage[] {
  return readList(message, name).map((value) => asMessage(value, name));
}

/** Text, empty when unset. */
export function readString(message: WireMessage, name: string): string {
  const value = readField(message, name) ?? '';
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  return value;
}

/** A boolean, false when unset. */
export function readBoolean(message: WireMessage, name: string): boolean {
  const value = readField(message, name) ?? false;
  if (typeof value !== 'boolean') throw wrongType(name, 'a boolean', value);
  return value;
}

/** An integer of 32 bits or an enum, 0 when unset. OTLP does not allow an enum's name in JSON. */
export function readSmallInteger(message: WireMessage, name: string): number {
  const value = readField(message, name) ?? 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(name, 'an integer', value);
  return number;
}

/** A time: an unsigned integer of 64 bits, 0 when unset. */
export function readTime(message: WireMessage, name: string): bigint {
  return asBigInteger(readField(message, name) ?? 0, name, BigInt.asUintN);
}

/** A signed integer of 64 bits, as a number wherever a number holds it exactly. */
export function asInteger(value: unknown, name: string): number | bigint {
  const integer = asBigInteger(value, name, BigInt.asIntN);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** A count: an unsigned integer of 64 bits, read as a number. */
export function asCount(value: unknown, name: string): number {
  return Number(asBigInteger(value, name, BigInt.asUintN));
}

/** A double. JSON has text for what its numbers cannot say. */
export function asDouble(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number) && value !== 'NaN') throw wrongType(name, 'a number', value);
  return number;
}

/** A double, if the sender set one. */
export function readOptionalDouble(message: WireMessage, name: string): number | undefined {
  const value = readField(message, name);
  return value === undefined ? undefined : asDouble(value, name);
}

/** Bytes; base64 in JSON. */
export function asBytes(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) throw wrongType(name, 'base64', value);
  return new Uint8Array(Buffer.from(value, 'base64'));
}

/** A trace or span id in lower-case hexadecimal; `undefined` when unset or empty. */
export function readId(message: WireMessage, name: string, lengthBytes: 8 | 16): string | undefined {
  const value = readField(message, name) ?? '';
  const id = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  if (id === '') return undefined;
  if (typeof id !== 'string' || id.length !== 2 * lengthBytes || !/^[0-9a-f]+$/i.test(id)) {
    throw wrongType(name, `an id of ${lengthBytes} bytes`, id);
  }
  return id.toLowerCase();
}

function asMessage(value: unknown, name: string): WireMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(name, 'an object', value);
  return value as WireMessage;
}

function asBigInteger(value: unknown, name: string, wrap: (bits: number, integer: bigint) => bigint): bigint {
  if (isLong(value)) return wrap(64, (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0));
  const isInteger = typeof value === 'string' ? /^-?\d{1,20}$/.test(value) : Number.isInteger(value);
  const integer = isInteger ? BigInt(value as string | number) : undefined;
  if (integer === undefined || wrap(64, integer) !== integer) {
    throw wrongType(name, 'an integer of 64 bits', value);
  }
  return integer;
}

function isLong(value: unknown): value is LongParts {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value;
}

function wrongType(name: string, expected: string, value: unknown): DecodeError {
  const found = inspect(value, { depth: 0, maxArrayLength: 5, maxStringLength: 50, breakLength: 1000 });
  return new DecodeError(`${name} must be ${expected}, not ${found}`);
}
