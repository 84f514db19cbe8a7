import type { DbFacts } from './db-facts';
import { isShape, lengthOf, sumOf, toCount } from './shapes';

const CHANGED_COUNTS = ['insertedCount', 'modifiedCount', 'upsertedCount', 'deletedCount'] as const;

/**
 * What mongodb's driver returns: the results of writes (`InsertOneResult`, `UpdateResult`, `DeleteResult`,
 * `BulkWriteResult` …), the documents of `toArray()`, one document, or null.
 * See https://mongodb.github.io/node-mongodb-native/7.0/
 *
 * @param result - What the driver returned.
 */
export function readMongodb(result: unknown): DbFacts | undefined {
  if (Array.isArray(result)) {
    return { rowsReturned: lengthOf(result) };
  }
  if (!isShape(result)) {
    return undefined;
  }
  if (result.acknowledged === true && 'insertedId' in result) {
    return { rowsAffected: 1 };
  }
  const changed = sumOf(CHANGED_COUNTS.map((key) => toCount(result[key])));
  if (changed !== undefined) {
    return { rowsAffected: changed };
  }
  // A write that nobody acknowledged tells nothing, and a cursor has not been read.
  return 'acknowledged' in result || !('_id' in result) ? undefined : { rowsReturned: 1 };
}
