import type { DbFacts } from './db-facts';
import { isShape, lengthOf, type Shape, shapeAt, toCount, toText } from './shapes';

/**
 * What `@google-cloud/bigquery` returns: a list whose first part is rows, or a job's metadata; the answer of the API is
 * behind it. The billed bytes count, where they are known: an answer from the cache is billed nothing.
 * See https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2
 *
 * @param result - What the client returned.
 */
export function readBigquery(result: unknown): DbFacts | undefined {
  const parts = Array.isArray(result) ? result : [result];
  const [rows] = parts;
  const answers = parts.map(toAnswer).filter((answer) => answer !== undefined);
  if (!Array.isArray(rows) && answers.length === 0) {
    return undefined;
  }
  return Object.assign({ rowsReturned: lengthOf(rows) }, ...answers.map(readAnswer));
}

/** The answer itself, or a job, which keeps it as its metadata. */
function toAnswer(part: unknown): Shape | undefined {
  const answer = shapeAt(part, 'metadata') ?? part;
  return isShape(answer) && ('jobReference' in answer || 'statistics' in answer) ? answer : undefined;
}

function readAnswer(answer: Shape): DbFacts {
  const statistics = shapeAt(answer, 'statistics');
  const query = shapeAt(statistics, 'query') ?? answer;
  const affected = toCount(query.numDmlAffectedRows);
  const scanned =
    toCount(query.totalBytesBilled) ??
    toCount(query.totalBytesProcessed) ??
    toCount(statistics?.totalBytesProcessed);
  const queryId = toText(shapeAt(answer, 'jobReference')?.jobId);
  return {
    ...(affected === undefined ? {} : { rowsAffected: affected }),
    ...(scanned === undefined ? {} : { bytesScanned: scanned }),
    ...(queryId === undefined ? {} : { queryId }),
  };
}
