/** A column of a table. All columns of one have as many cells. */
export interface Column {
  readonly header: string;
  readonly alignment: 'left' | 'right';
  readonly cells: readonly string[];
}

/**
 * Sets text in columns.
 *
 * @returns Lines, without trailing blanks.
 */
export function alignedTable(columns: readonly Column[]): string {
  const padded = columns.map(({ header, alignment, cells }) => {
    const width = Math.max(header.length, ...cells.map((cell) => cell.length));
    const pad = (cell: string): string => (alignment === 'right' ? cell.padStart(width) : cell.padEnd(width));
    return [pad(header), '-'.repeat(width), ...cells.map(pad)];
  });
  return linesOf(padded)
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

/** The same in Markdown. */
export function markdownTable(columns: readonly Column[]): string {
  const marked = columns.map(({ header, alignment, cells }) => [
    header,
    alignment === 'right' ? '---:' : '---',
    ...cells,
  ]);
  return linesOf(marked)
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function linesOf(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, line) => columns.map((column) => column[line] ?? ''));
}
