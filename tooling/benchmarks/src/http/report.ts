import { verdict } from '../report';
import { alignedTable, type Column, markdownTable } from '../table';
import type { HttpMeasurement } from './measure';
import { DESCRIPTIONS, targetOf, VARIANTS } from './variants';

/** The name by which this benchmark is chosen. */
export const HTTP_BENCHMARK = 'http';

/** The figures, and what each row does. */
export function httpReport(measurements: readonly HttpMeasurement[]): string {
  const columns = [
    ...columnsOf(measurements),
    column(
      'quartiles',
      measurements,
      ({ toBare }) => `${toBare.lower.toFixed(2)} - ${toBare.upper.toFixed(2)}`,
    ),
    column('target', measurements, ({ framework, variant, toBare }) =>
      verdict(targetOf(framework, variant), toBare),
    ),
  ];
  const legend = VARIANTS.map((variant) => `  ${variant}: ${DESCRIPTIONS[variant]}.`);
  return ['## CPU time of a server per request', alignedTable(columns), '', ...legend].join('\n');
}

/** The figures as Markdown, for the documentation. */
export function httpMarkdown(measurements: readonly HttpMeasurement[]): string {
  return markdownTable(columnsOf(measurements));
}

function columnsOf(measurements: readonly HttpMeasurement[]): Column[] {
  return [
    column('framework', measurements, ({ framework }) => framework, 'left'),
    column('variant', measurements, ({ variant }) => variant, 'left'),
    column('µs CPU/request', measurements, ({ cpuMicroseconds }) => cpuMicroseconds.toFixed(1)),
    column('x bare', measurements, ({ toBare }) => toBare.median.toFixed(3)),
  ];
}

function column(
  header: string,
  measurements: readonly HttpMeasurement[],
  cell: (measurement: HttpMeasurement) => string,
  alignment: Column['alignment'] = 'right',
): Column {
  return { header, alignment, cells: measurements.map(cell) };
}
