import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import type { BadLine } from './ticket';

/** A record and where it begins. */
export interface CsvRecord {
  readonly lineNumber: number;
  readonly fields: readonly string[];
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Parses CSV and goes on behind a record whose quotes are wrong: at the line after the one where it began, since
 * a quote that is never closed would swallow all the others.
 *
 * @param content - The whole file, without a byte order mark.
 * @param delimiter - What separates fields.
 * @returns The records, and the lines where none could be read.
 */
export function parseCsvRecords(
  content: string,
  delimiter: string,
): { readonly records: readonly CsvRecord[]; readonly badLines: readonly BadLine[] } {
  const bytes = Buffer.from(content);
  const records: CsvRecord[] = [];
  const badLines: BadLine[] = [];
  let offset = 0;
  let lineNumber = 1;

  /** Moves on, and keeps count of the lines passed. */
  const advanceTo = (newOffset: number): void => {
    for (; offset < newOffset; offset += 1) {
      lineNumber += bytes[offset] === LINE_FEED ? 1 : 0;
    }
  };

  while (offset < bytes.length) {
    const start = offset;
    try {
      parse(bytes.subarray(start), {
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        on_record: (fields: string[], { bytes: consumed }: InfoRecord) => {
          advanceTo(afterBlankLines(bytes, offset));
          records.push({ lineNumber, fields });
          advanceTo(start + consumed);
          return null;
        },
      });
      advanceTo(bytes.length);
    } catch (error) {
      if (!(error instanceof CsvError)) {
        throw error;
      }
      advanceTo(afterBlankLines(bytes, offset));
      badLines.push({ lineNumber, reason: 'its quotes do not match' });
      const lineEnd = bytes.indexOf(LINE_FEED, offset);
      advanceTo(lineEnd === -1 ? bytes.length : lineEnd + 1);
    }
  }
  return { records, badLines };
}

function afterBlankLines(bytes: Buffer, from: number): number {
  let offset = from;
  while (bytes[offset] === LINE_FEED || bytes[offset] === CARRIAGE_RETURN) {
    offset += 1;
  }
  return offset;
}
