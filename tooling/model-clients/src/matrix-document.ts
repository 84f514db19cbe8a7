import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The document that has the table. */
export const MATRIX_DOCUMENT = join(__dirname, '../../../docs/llm-tracking.md');

const START = '<!-- matrix:start -->';
const END = '<!-- matrix:end -->';

/** The document with another table between the markers. */
export function withMatrix(table: string): string {
  const text = readFileSync(MATRIX_DOCUMENT, 'utf8');
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) {
    throw new Error(`${MATRIX_DOCUMENT} has no ${START} … ${END}`);
  }
  return `${text.slice(0, start + START.length)}\n\n${table}\n\n${text.slice(end)}`;
}
