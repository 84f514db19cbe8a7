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
  const { value, fields } = splitFields(result);
  if (isHeader(value)) {
    return { rowsAffected: toCount(value.affectedRows) };
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  // Rows may be arrays themselves; the fields tell them from several statements' rows.
  const isOfStatements = fields === undefined ? value.some(isOfStatement) : fields.some(isOfSeveral);
  return isOfStatements ? sumOfStatements(value) : { rowsReturned: value.length };
}

/** `[rows, fields]`: where nothing came back, the fields are undefined. */
function splitFields(result: unknown): { readonly value: unknown; readonly fields: unknown[] | undefined } {
  if (Array.isArray(result) && result.length === 2 && isFields(result[1]) && isRowsOrHeader(result[0])) {
    return { value: result[0], fields: result[1] };
  }
  return { value: result, fields: undefined };
}

/** One statement's fields, among those of several; undefined for one that returns nothing. */
function isOfSeveral(fields: unknown): boolean {
  return fields === undefined || Array.isArray(fields);
}

/** What one of several statements gave: a header, or rows. A row that is an array holds values, most of them no objects. */
function isOfStatement(part: unknown): boolean {
  return isHeader(part) || (Array.isArray(part) && part.every((row) => isShape(row)));
}

function isRowsOrHeader(value: unknown): boolean {
  return Array.isArray(value) || isHeader(value);
}

/** The columns' definitions: those of several statements are a list of such lists. */
function isFields(value: unknown): value is unknown[] | undefined {
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
