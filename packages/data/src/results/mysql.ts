import type { DbFacts } from './db-facts';
import { isShape, lengthOf, type Shape, sumOf, toCount } from './shapes';

/**
 * What mysql2 returns: rows, a header of what was changed, or a list of both for several statements; as such, or with
 * the fields beside it, as the promise API has it.
 * See https://sidorares.github.io/node-mysql2/docs/documentation/typescript-examples
 *
 * @param result - What the client returned.
 */
export function readMysql(result: unknown): DbFacts | undefined {
  const value = withoutFields(result);
  if (isHeader(value)) {
    return { rowsAffected: toCount(value.affectedRows) };
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const isOfStatements = value.some((part) => Array.isArray(part) || isHeader(part));
  return isOfStatements ? sumOfStatements(value) : { rowsReturned: value.length };
}

/** `[rows, fields]`: where nothing came back, the fields are undefined. */
function withoutFields(result: unknown): unknown {
  return Array.isArray(result) && result.length === 2 && isFields(result[1]) && isRowsOrHeader(result[0])
    ? result[0]
    : result;
}

function isRowsOrHeader(value: unknown): boolean {
  return Array.isArray(value) || isHeader(value);
}

/** The columns' definitions: those of several statements are a list of such lists. */
function isFields(value: unknown): boolean {
  return (
    value === undefined ||
    (Array.isArray(value) &&
      value.every((field) => isFields(field) || (isShape(field) && 'columnType' in field)))
  );
}

function isHeader(value: unknown): value is Shape {
  return isShape(value) && 'affectedRows' in value && 'fieldCount' in value;
}

function sumOfStatements(parts: readonly unknown[]): DbFacts {
  return {
    rowsReturned: sumOf(parts.map(lengthOf)),
    rowsAffected: sumOf(parts.filter(isHeader).map(({ affectedRows }) => toCount(affectedRows))),
  };
}
