import type { DbFacts } from './db-facts';
import { isShape, lengthOf, type Shape, sumOf, toCount } from './shapes';

/** Their `rowCount` is how many rows came back, which `rows` tells already. */
const READING_COMMANDS: ReadonlySet<string> = new Set(['SELECT', 'SHOW', 'FETCH', 'VALUES', 'EXPLAIN']);

/**
 * pg's `Result` (`{ command, rowCount, rows }`), PGlite's `Results` (`{ rows, fields, affectedRows }`), or a list of
 * them, as both return it for several statements.
 * See https://node-postgres.com/apis/result and https://pglite.dev/docs/api#results-objects
 *
 * @param result - What the client returned.
 */
export function readPostgresql(result: unknown): DbFacts | undefined {
  const results = (Array.isArray(result) ? result : [result]).filter(isResult);
  return results.length === 0
    ? undefined
    : {
        rowsReturned: sumOf(results.map(({ rows }) => lengthOf(rows))),
        rowsAffected: sumOf(results.map(affectedBy)),
      };
}

function isResult(value: unknown): value is Shape {
  return isShape(value) && Array.isArray(value.rows);
}

function affectedBy({ command, rowCount, affectedRows }: Shape): number | undefined {
  return typeof command === 'string' && READING_COMMANDS.has(command)
    ? undefined
    : toCount(rowCount ?? affectedRows);
}
