import type { DbFacts } from './db-facts';
import { ask, isShape, lengthOf, toCount, toText } from './shapes';

/**
 * What snowflake-sdk gives: a statement, or its rows.
 * See https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-execute
 *
 * @param result - The `statement` or the `rows` of `complete(error, statement, rows)`.
 */
export function readSnowflake(result: unknown): DbFacts | undefined {
  if (Array.isArray(result)) {
    return { rowsReturned: lengthOf(result) };
  }
  if (!isShape(result) || typeof result.getNumRows !== 'function') {
    return undefined;
  }
  const affected = toCount(ask(result, 'getNumUpdatedRows'));
  return {
    // Of a statement that changes rows, the one row that comes back says how many.
    rowsReturned: affected === undefined ? toCount(ask(result, 'getNumRows')) : undefined,
    rowsAffected: affected,
    queryId: toText(ask(result, 'getQueryId') ?? ask(result, 'getStatementId')),
  };
}
