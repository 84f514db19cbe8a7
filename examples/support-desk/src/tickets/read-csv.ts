import { parseCsvRecords } from './csv-records';
import { type BadLine, type Ticket, type TicketFile, toTicket } from './ticket';

/** A CSV file whose first line is no header of ours. */
export class CsvHeaderError extends Error {
  override readonly name = 'CsvHeaderError';
}

const FIELDS = ['id', 'customerId', 'subject', 'text'] as const;
const REQUIRED_FIELDS = ['id', 'customerId', 'text'] as const;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads CSV with a header, as spreadsheets write it: quoted fields may hold line breaks, and the delimiter is a
 * comma, a semicolon or a tab.
 *
 * @param content - The whole file.
 * @returns The tickets, and the lines that are none.
 * @throws CsvHeaderError where the header lacks a column.
 */
export function readCsv(content: string): TicketFile {
  const { records, badLines } = parseCsvRecords(content, delimiterOf(content));
  const [header, ...rows] = records;
  const names = header?.fields.map(toFieldName) ?? [];
  const missing = REQUIRED_FIELDS.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new CsvHeaderError(
      `the header has no column ${missing.join(', no ')}; write for example ${FIELDS.join(',')}`,
    );
  }
  const tickets: Ticket[] = [];
  const bad: BadLine[] = [...badLines];
  for (const { lineNumber, fields } of rows) {
    const result =
      fields.length === names.length ? toTicket(byName(names, fields)) : wrongCount(names, fields);
    if ('reason' in result) {
      bad.push({ lineNumber, reason: result.reason });
    } else {
      tickets.push(result);
    }
  }
  return { tickets, badLines: bad.sort((first, second) => first.lineNumber - second.lineNumber) };
}

function wrongCount(names: readonly string[], fields: readonly string[]): { readonly reason: string } {
  return { reason: `${fields.length} columns where the header has ${names.length}` };
}

function byName(names: readonly string[], fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
}

/** `Customer ID` and `customer_id` are the same column. */
function toFieldName(column: string): string {
  const plain = column.toLowerCase().replace(/[\s_-]/g, '');
  return FIELDS.find((field) => field.toLowerCase() === plain) ?? column;
}

/** The names of our columns hold no delimiter, so the header tells it. */
function delimiterOf(content: string): string {
  const [header = ''] = content.split(/\r?\n/, 1);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
