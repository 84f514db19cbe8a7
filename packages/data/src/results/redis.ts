import { type DbFacts, directionOf } from './db-facts';
import { isShape, sumOf, toCount } from './shapes';
import { utf8Length } from './utf8-length';

/**
 * A reply as ioredis returns it: text, bytes, a number, null, a list of these, the fields of a hash, or what
 * `pipeline().exec()` gives. Bytes are those of the values, without the protocol around them.
 *
 * A number says how many keys a write has changed; that of a read (`LLEN`, `TTL`) is no row.
 *
 * @param reply - What the client returned.
 * @param operation - What was done, in upper case: of a write, text is a status (`OK`).
 */
export function readRedis(reply: unknown, operation: string): DbFacts | undefined {
  if (isPipelineResult(reply)) {
    const facts = reply.map(([, inner]) => readReply(inner, operation));
    return {
      rowsReturned: sumOf(facts.map((fact) => fact?.rowsReturned)),
      rowsAffected: sumOf(facts.map((fact) => fact?.rowsAffected)),
      bytesRead: sumOf(facts.map((fact) => fact?.bytesRead)),
    };
  }
  return readReply(reply, operation);
}

function readReply(reply: unknown, operation: string): DbFacts | undefined {
  if (directionOf(operation) === 'write') {
    return { rowsAffected: toCount(reply) };
  }
  return typeof reply === 'number' ? undefined : { rowsReturned: valuesOf(reply), bytesRead: bytesOf(reply) };
}

function isPipelineResult(reply: unknown): reply is [Error | null, unknown][] {
  return (
    Array.isArray(reply) &&
    reply.length > 0 &&
    reply.every(
      (part) => Array.isArray(part) && part.length === 2 && (part[0] === null || part[0] instanceof Error),
    )
  );
}

function valuesOf(reply: unknown): number {
  if (Array.isArray(reply)) {
    return reply.filter((value) => value !== null).length;
  }
  const isEmptyHash = isShape(reply) && !isBytes(reply) && Object.keys(reply).length === 0;
  return reply === null || reply === undefined || isEmptyHash ? 0 : 1;
}

function bytesOf(reply: unknown): number {
  if (typeof reply === 'string') {
    return utf8Length(reply);
  }
  if (isBytes(reply)) {
    return reply.byteLength;
  }
  if (Array.isArray(reply)) {
    return reply.reduce((sum: number, value: unknown) => sum + bytesOf(value), 0);
  }
  return isShape(reply)
    ? Object.entries(reply).reduce((sum, [field, value]) => sum + utf8Length(field) + bytesOf(value), 0)
    : 0;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
