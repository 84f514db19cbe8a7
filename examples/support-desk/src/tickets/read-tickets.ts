import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { CsvHeaderError, readCsv } from './read-csv';
import { readJsonl } from './read-jsonl';
import type { TicketFile } from './ticket';

/** A file that holds no tickets at all: the message is one line for a person. */
export class TicketFileError extends Error {
  override readonly name = 'TicketFileError';
}

const CSV_EXTENSIONS = ['.csv', '.tsv'];
const JSONL_EXTENSIONS = ['.jsonl', '.ndjson'];

/**
 * Reads tickets from JSONL, or from CSV with a header. The file's name decides, else its first character.
 *
 * @param path - The file.
 * @returns At least one ticket, and the lines that are none.
 * @throws TicketFileError where the file cannot be read or has no valid ticket.
 */
export function readTickets(path: string): TicketFile {
  const content = readText(path);
  const file = parseTickets(path, content);
  if (file.tickets.length === 0) {
    const [first] = file.badLines;
    const example = first === undefined ? '' : ` (line ${first.lineNumber}: ${first.reason})`;
    throw new TicketFileError(`${path} holds no valid ticket${example}`);
  }
  return file;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new TicketFileError(`cannot read ${path} (${code})`);
  }
}

function parseTickets(path: string, content: string): TicketFile {
  try {
    return isCsv(path, content) ? readCsv(content) : readJsonl(content);
  } catch (error) {
    throw error instanceof CsvHeaderError ? new TicketFileError(`${path}: ${error.message}`) : error;
  }
}

function isCsv(path: string, content: string): boolean {
  const extension = extname(path).toLowerCase();
  if (CSV_EXTENSIONS.includes(extension) || JSONL_EXTENSIONS.includes(extension)) {
    return CSV_EXTENSIONS.includes(extension);
  }
  return !/^\s*[[{]/.test(content);
}
