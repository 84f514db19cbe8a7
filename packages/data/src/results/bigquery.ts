import type { DbFacts } from './db-facts';
import { isShape, lengthOf, type Shape, shapeAt, toCount, toText } from './shapes';

/**
 * What `@google-cloud/bigquery` returns: a list whose first part is rows, or a job's metadata, with the job and the
 * answer of the API behind it; or the rows alone. The billed bytes count, where they are known: an answer from the
 * cache is billed nothing.
 * See https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2
 *
 * @param result - What the client returned.
 */
export function readBigquery(result: unknown): DbFacts | undefined {
  const parts: readonly unknown[] = Array.isArray(result) ? result : [result];
  const answers = parts.map(toAnswer).filter((answer) => answer !== undefined);
  const rowsReturned = lengthOf(parts[0]) ?? (answers.length === 0 ? lengthOf(result) : undefined);
  return rowsReturned === undefined && answers.length === 0
    ? undefined
    : Object.assign({ rowsReturned }, ...answers.map(readAnswer));
}

/** The answer itself, or a job, which keeps it as its metadata. */
function toAnswer(part: unknown): Shape | undefined {
  const answer = shapeAt(part, 'metadata') ?? part;
  return isShape(answer) && ('jobReference' in answer || 'statistics' in answer) ? answer : undefined;
}

/** Only what it tells, so that the parts of one result complete each other. */
function readAnswer(answer: Shape): DbFacts {
  const statistics = shapeAt(answer, 'statistics');
  const query = shapeAt(statistics, 'query') ?? answer;
  const facts: DbFacts = {
    rowsAffected: toCount(query.numDmlAffectedRows),
    bytesScanned:
      toCount(query.totalBytesBilled) ??
      toCount(query.totalBytesProcessed) ??
      toCount(statistics?.totalBytesProcessed),
    queryId: toText(shapeAt(answer, 'jobReference')?.jobId),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
