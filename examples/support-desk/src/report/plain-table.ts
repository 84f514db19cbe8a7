import Table from 'cli-table3';
import { printable } from './format';
import type { Style } from './style';

/** A column's head and on which side its cells are. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Only a line below the head; no frame. */
const CHARACTERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * Lays rows out as a table of plain text.
 *
 * @param columns - The columns.
 * @param rows - Their cells as text.
 * @param totals - A last row, set apart.
 * @param style - For the terminal.
 * @returns Its lines.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  totals: readonly string[] | undefined,
  style: Style,
): readonly string[] {
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align }) => align),
    chars: CHARACTERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(
    ...rows.map((row) => row.map(printable)),
    ...(totals === undefined ? [] : [totals.map(printable)]),
  );
  const [head = '', ...body] = table.toString().split('\n');
  const rule = style.dim('─'.repeat(head.length));
  const lastRow = totals === undefined ? [] : body.splice(-1).map((line) => style.bold(line.trimEnd()));
  return [
    style.bold(head.trimEnd()),
    rule,
    ...body.map((line) => line.trimEnd()),
    ...(lastRow.length === 0 ? [] : [rule, ...lastRow]),
  ];
}
