import type { Benchmark } from './catalogue';
import type { Measurement } from './measure';
import type { Spread } from './statistics';
import { alignedTable, type Column, markdownTable } from './table';

/** Finds the version of a package. */
export type VersionOf = (packageName: string) => string;

/**
 * The table of a benchmark, and what each row does.
 *
 * @param benchmark - Which.
 * @param measurements - Of its rows, in their order.
 */
export function report(
  benchmark: Benchmark,
  measurements: readonly Measurement[],
  versionOf: VersionOf,
): string {
  const { title, does, rows } = benchmark;
  const columns = [
    ...columnsOf(benchmark, measurements, versionOf),
    column('quartiles', 'right', measurements, ({ comparison }) => range(comparison)),
    column('target', 'left', measurements, ({ row, comparison }) => verdict(row.target, comparison)),
  ];
  const legend = rows.map((row) => `  ${row.label}: ${row.does}.`);
  return [`## ${title}`, does, '', alignedTable(columns), '', ...legend].join('\n');
}

/** The figures of a benchmark as Markdown, for the documentation. */
export function markdownReport(
  benchmark: Benchmark,
  measurements: readonly Measurement[],
  versionOf: VersionOf,
): string {
  return markdownTable(columnsOf(benchmark, measurements, versionOf));
}

/**
 * Whether a comparison is within a target.
 *
 * @param target - None says nothing.
 */
export function verdict(target: number | undefined, { median }: Spread): string {
  return target === undefined ? '' : `<= ${digits(target)} ${median <= target ? 'reached' : 'MISSED'}`;
}

function columnsOf(
  { title, compares }: Benchmark,
  measurements: readonly Measurement[],
  versionOf: VersionOf,
): Column[] {
  const columns = [
    column(title, 'left', measurements, ({ row }) => row.label),
    column('version', 'left', measurements, ({ row }) => versionOf(row.packageName)),
    column('µs/op', 'right', measurements, ({ microseconds }) => digits(microseconds)),
    column(compares === 'ratio' ? 'x bare' : 'µs added', 'right', measurements, ({ comparison }) =>
      digits(comparison.median),
    ),
  ];
  if (measurements.some(({ toReference }) => toReference !== undefined)) {
    columns.push(
      column('x by hand', 'right', measurements, ({ toReference }) =>
        toReference === undefined ? '' : digits(toReference.median),
      ),
    );
  }
  columns.push(column('attributes', 'right', measurements, ({ evidence }) => evidence));
  return columns;
}

function column(
  header: string,
  alignment: Column['alignment'],
  measurements: readonly Measurement[],
  cell: (measurement: Measurement) => string,
): Column {
  return { header, alignment, cells: measurements.map(cell) };
}

function range({ lower, upper }: Spread): string {
  return `${digits(lower)} - ${digits(upper)}`;
}

function digits(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
