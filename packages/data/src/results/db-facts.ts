import type { DbResult } from '../types';

/** What the result of a database tells. */
export interface DbFacts extends DbResult {
  /** Bytes that a warehouse scanned. */
  readonly bytesScanned?: number | undefined;
  /** The warehouse's id of the query. */
  readonly queryId?: string | undefined;
}

/**
 * Reads what a client returned.
 *
 * @param result - What the client's promise was fulfilled with; it is not changed, and not kept.
 * @param operation - What was done, in upper case.
 * @returns Undefined where the shape is not the client's.
 */
export type ReadDbResult = (result: unknown, operation: string) => DbFacts | undefined;

const READS: ReadonlySet<string> = new Set([
  'SELECT',
  'GET',
  'QUERY',
  'SCAN',
  'READ',
  'FETCH',
  'SEARCH',
  'MGET',
]);

const WRITES: ReadonlySet<string> = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'UPSERT',
  'MERGE',
  'SET',
  'PUT',
  'CREATE',
  'DROP',
]);

/**
 * Whether an operation reads or writes, where its name tells.
 *
 * @param operation - In upper case.
 */
export function directionOf(operation: string): 'read' | 'write' | undefined {
  if (READS.has(operation)) {
    return 'read';
  }
  return WRITES.has(operation) ? 'write' : undefined;
}
