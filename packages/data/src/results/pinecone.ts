import type { DbFacts } from './db-facts';
import { isShape, lengthOf, shapeAt, toCount } from './shapes';

/**
 * What Pinecone's client returns: the matches of a query, or the records that were fetched, and the read units.
 * See https://docs.pinecone.io/guides/manage-cost/understanding-cost
 *
 * @param result - What the client returned.
 */
export function readPinecone(result: unknown): DbFacts | undefined {
  if (!isShape(result)) {
    return undefined;
  }
  const records = shapeAt(result, 'records');
  return {
    rowsReturned:
      lengthOf(result.matches) ?? (records === undefined ? undefined : Object.keys(records).length),
    readUnits: toCount(shapeAt(result, 'usage')?.readUnits),
  };
}
