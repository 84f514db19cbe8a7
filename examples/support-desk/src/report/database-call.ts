import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { numberOf, textOf } from './attributes';

/** What was read from a database, as its span tells. */
export interface DatabaseCall {
  /** The database and its table. @example `postgresql articles` */
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Reads a tracked call of a database.
 *
 * @param span - Any span.
 * @returns `undefined` where it is none.
 */
export function databaseCallOf({ attributes }: ReceivedSpan): DatabaseCall | undefined {
  const system = textOf(attributes, 'db.system');
  return system === undefined
    ? undefined
    : {
        table: `${system} ${textOf(attributes, 'db.collection.name') ?? ''}`.trimEnd(),
        rows: numberOf(attributes, 'botanu.data.rows_returned') ?? 0,
        // What is inferred as the span ends: whoever reads the spans need not know who counted.
        bytes: numberOf(attributes, 'botanu.bytes_transferred') ?? 0,
      };
}
