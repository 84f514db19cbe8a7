import { alignedTable, type Column, markdownTable } from '../table';
import { installedVersion } from '../versions';
import type { Count, Judgement, WorstGrowth } from './judge';
import { type ScrubberName, scrubbers } from './scrubbers';

/** How fast a scrubber is. */
interface Speed {
  readonly megabytesPerSecond: number;
  /** Times the speed of our patterns one after another, in the same round. */
  readonly timesSequential: number;
}

/** What came out for one scrubber. */
export interface PiiResult {
  readonly name: ScrubberName;
  readonly judgement: Judgement;
  readonly growth: WorstGrowth | null;
  readonly dense: Speed;
  readonly clean: Speed;
}

const LEAST_RECALL = 0.995;
const MOST_FALSE_ALARMS = 0.01;
const MOST_EXPONENT = 1.2;
const LEAST_SPEED = 2;

/** All figures as text, with the targets, and the recall of every pattern as Markdown. */
export function piiReport(results: readonly PiiResult[]): string {
  const [ours] = results;
  const columns = summary(results);
  return [
    '## Scrubbing',
    'The same generated texts for everybody, with everything on that is on by default. Dense: something planted in every',
    'other line. Clean: prose. x sequential: times the speed of our own patterns one after another, in the same round.',
    '',
    alignedTable(columns),
    '',
    ...results.map(({ name }) => `${scrubbers[name].label}: ${scrubbers[name].does}`),
    '',
    ...(ours === undefined ? [] : targets(ours)),
    '',
    '## Recall of every pattern, in per cent, as Markdown',
    '',
    markdownTable(recallColumns(results)),
    '',
    '## False alarms on every kind of look-alike, in per cent, as Markdown',
    '',
    markdownTable(falseAlarmColumns(results)),
    '',
    markdownTable(columns),
  ].join('\n');
}

function summary(results: readonly PiiResult[]): Column[] {
  const column = (
    header: string,
    cell: (result: PiiResult) => string,
    alignment: Column['alignment'] = 'right',
  ) => ({
    header,
    alignment,
    cells: results.map(cell),
  });
  return [
    column('scrubber', ({ name }) => scrubbers[name].label, 'left'),
    column('version', ({ name }) => installedVersion(scrubbers[name].packageName), 'left'),
    column('recall %', ({ judgement }) => percent(total(judgement.secrets))),
    column('false alarms %', ({ judgement }) => percent(total(judgement.lookAlikes))),
    column('dense MB/s', ({ dense }) => dense.megabytesPerSecond.toFixed(1)),
    column('x sequential', ({ dense }) => dense.timesSequential.toFixed(2)),
    column('clean MB/s', ({ clean }) => clean.megabytesPerSecond.toFixed(1)),
    column('x sequential', ({ clean }) => clean.timesSequential.toFixed(2)),
    column('worst exponent', ({ growth }) => (growth === null ? 'not measured' : growth.exponent.toFixed(2))),
    column('for', ({ growth }) => (growth === null ? '' : JSON.stringify(growth.motif.slice(0, 24))), 'left'),
  ];
}

function targets({ judgement, growth, dense, clean }: PiiResult): string[] {
  const worst = Math.min(...Object.values(judgement.secrets).map(share));
  const falseAlarms = share(total(judgement.lookAlikes));
  const exponent = growth?.exponent ?? Number.POSITIVE_INFINITY;
  return [
    target('recall of the worst pattern', worst, '>=', LEAST_RECALL),
    target('false alarms', falseAlarms, '<=', MOST_FALSE_ALARMS),
    target('worst exponent', exponent, '<=', MOST_EXPONENT),
    target('speed on dense text, x sequential', dense.timesSequential, '>=', LEAST_SPEED),
    target('speed on clean text, x sequential', clean.timesSequential, '>=', LEAST_SPEED),
  ];
}

function target(what: string, value: number, comparison: '>=' | '<=', limit: number): string {
  const isReached = comparison === '>=' ? value >= limit : value <= limit;
  return `${what}: ${value.toFixed(4)} ${comparison} ${limit} ${isReached ? 'reached' : 'MISSED'}`;
}

function recallColumns(results: readonly PiiResult[]): Column[] {
  return perKind('pattern', results, ({ secrets }) => secrets);
}

function falseAlarmColumns(results: readonly PiiResult[]): Column[] {
  return perKind('look-alike', results, ({ lookAlikes }) => lookAlikes);
}

function perKind(
  header: string,
  results: readonly PiiResult[],
  countsOf: (judgement: Judgement) => Readonly<Record<string, Count>>,
): Column[] {
  const kinds = Object.keys(results[0] === undefined ? {} : countsOf(results[0].judgement)).sort();
  return [
    { header, alignment: 'left', cells: kinds },
    ...results.map(({ name, judgement }): Column => {
      const counts = countsOf(judgement);
      const cells = kinds.map((kind) => percent(counts[kind] ?? { planted: 0, gone: 0 }));
      return { header: scrubbers[name].label, alignment: 'right', cells };
    }),
  ];
}

function total(counts: Readonly<Record<string, Count>>): Count {
  return Object.values(counts).reduce(
    (sum, { planted, gone }) => ({ planted: sum.planted + planted, gone: sum.gone + gone }),
    { planted: 0, gone: 0 },
  );
}

function share({ planted, gone }: Count): number {
  return planted === 0 ? 0 : gone / planted;
}

function percent(count: Count): string {
  return (share(count) * 100).toFixed(1);
}
