import type { DbFacts } from './db-facts';
import { isShape, lengthOf, shapeAt, toCount, toText } from './shapes';

/**
 * What the AWS client of Athena returns: of `GetQueryExecution` the id and what was scanned, of `GetQueryResults` a
 * page of rows, of `StartQueryExecution` the id.
 * See https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecutionStatistics.html
 *
 * @param result - What the client returned.
 */
export function readAthena(result: unknown): DbFacts | undefined {
  if (!isShape(result)) {
    return undefined;
  }
  const execution = shapeAt(result, 'QueryExecution');
  return {
    rowsReturned: lengthOf(shapeAt(result, 'ResultSet')?.Rows),
    rowsAffected: toCount(result.UpdateCount),
    bytesScanned: toCount(shapeAt(execution, 'Statistics')?.DataScannedInBytes),
    queryId: toText(execution?.QueryExecutionId ?? result.QueryExecutionId),
  };
}
