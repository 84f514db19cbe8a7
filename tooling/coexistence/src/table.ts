import type { CheckName } from './check';
import { type Host, OPENTELEMETRY_HOSTS, SAMPLERS } from './hosts';
import type { CellResult } from './run-matrix';

/** What came of every host. */
export type MatrixResults = ReadonlyMap<Host, ReadonlyMap<string, CellResult>>;

interface Column {
  readonly title: string;
  readonly checks: readonly CheckName[];
  /** Which ways to run the host count here. */
  readonly counts: (cell: CellResult) => boolean;
}

const ALWAYS = () => true;
const ALL_CHECKS: readonly CheckName[] = [
  'mode',
  'spans',
  'calls',
  'started',
  'headers',
  'complete',
  'connected',
  'restored',
];

const COLUMNS: readonly Column[] = [
  { title: 'its exporter and processors', checks: ['spans', 'calls', 'started'], counts: ALWAYS },
  { title: 'headers sent on', checks: ['headers'], counts: ALWAYS },
  { title: 'every span is ours', checks: ['complete'], counts: ({ name }) => name !== 'a hung collector' },
  { title: 'one tree for each run', checks: ['connected'], counts: ALWAYS },
  {
    title: '`disable()` restores',
    checks: ['restored'],
    counts: ({ variation }) => variation.isDisabled !== false && variation.order === undefined,
  },
  { title: 'a hung collector', checks: ALL_CHECKS, counts: ({ name }) => name === 'a hung collector' },
  { title: 'botanu first', checks: ALL_CHECKS, counts: ({ variation }) => variation.order !== undefined },
];

const HOST_NOTE =
  '✓: no difference was found in any run. –: the tracer registers nothing with OpenTelemetry, and comes first. ' +
  'The last column: how many spans the existing exporter received in all runs, and by what they are told to be the ' +
  'same ones; dd-trace draws its ids in batches, so their structure is compared. Beside a tracer that cannot be ' +
  'joined, the spans that are ours are runs and steps.\n\nBy sampler: the spans that the existing exporter received, the ' +
  'same with botanu and without, and the spans that botanu received.';

/**
 * Both tables, with what stands in them.
 *
 * @param results - What came of every host.
 * @returns Markdown.
 */
export function renderTables(results: MatrixResults): string {
  return [hostTable(results), HOST_NOTE, samplerTable(results)].join('\n\n');
}

/**
 * The table of all hosts: one row each.
 *
 * @param results - What came of every host.
 * @returns Markdown.
 */
export function hostTable(results: MatrixResults): string {
  const rows = [...results].map(([host, cells]) => [
    host.title,
    `\`${host.mode}\``,
    ...COLUMNS.map((column) => verdict(column, [...cells.values()])),
    `${sum([...cells.values()].map(({ spanCount }) => spanCount))}, by ${host.comparedBy ?? 'ids'}`,
  ]);
  const header = ['existing tracing', 'mode', ...COLUMNS.map(({ title }) => title), 'spans compared'];
  return markdownTable(header, rows);
}

/**
 * The table of samplers: how many spans the existing exporter received, with and without botanu, and how many our
 * collector did.
 *
 * @param results - What came of every host.
 * @returns Markdown.
 */
export function samplerTable(results: MatrixResults): string {
  const hosts = OPENTELEMETRY_HOSTS.filter((host) => results.has(host));
  const rows = SAMPLERS.map((sampler) => [
    samplerTitle(sampler),
    ...hosts.map((host) => {
      const cell = results.get(host)?.get(sampler);
      return cell === undefined
        ? ''
        : `${mark(isClean(cell, ALL_CHECKS))} ${cell.spanCount} / ${cell.ourSpanCount}`;
    }),
  ]);
  return markdownTable(['sampler', ...hosts.map(({ title }) => title)], rows);
}

function samplerTitle(sampler: string): string {
  return Number.isNaN(Number(sampler)) ? sampler.replaceAll('_', ' ') : `ratio ${sampler}`;
}

function verdict({ checks, counts }: Column, cells: readonly CellResult[]): string {
  const relevant = cells.filter(counts);
  return relevant.length === 0 ? '–' : mark(relevant.every((cell) => isClean(cell, checks)));
}

function isClean({ findings }: CellResult, checks: readonly CheckName[]): boolean {
  return checks.every((name) => findings[name].length === 0);
}

function mark(isGood: boolean): string {
  return isGood ? '✓' : '**✗**';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
