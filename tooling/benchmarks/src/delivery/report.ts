import { alignedTable, type Column, markdownTable } from '../table';
import { DELIVERERS, type DeliveryMeasurement } from './measure';

/** The name by which this benchmark is chosen. */
export const DELIVERY_BENCHMARK = 'delivery';

const OURS = 'botanu';
/** The one with the same queue as ours. */
const SAME_QUEUE = 'batch-65536';
const MAX_CPU_RATIO = 1.1;
const MAX_RSS_RATIO = 1.2;
const BYTES_PER_MEBIBYTE = 2 ** 20;

/** The figures as text, and whether ours meet their targets. */
export function deliveryReport(measurements: readonly DeliveryMeasurement[]): string {
  return [
    '## Delivery: spans at a rate for two seconds, then shutdown(); OTLP in protobuf, gzip',
    alignedTable(columnsOf(measurements)),
    '',
    ...targetLines(measurements),
  ].join('\n');
}

/** The table in Markdown. */
export function deliveryMarkdown(measurements: readonly DeliveryMeasurement[]): string {
  return markdownTable(columnsOf(measurements));
}

function columnsOf(measurements: readonly DeliveryMeasurement[]): readonly Column[] {
  const column = (header: string, cell: (one: DeliveryMeasurement) => string): Column => ({
    header,
    alignment: 'right',
    cells: measurements.map(cell),
  });
  return [
    column('spans/s', ({ spansPerSecond }) => spansPerSecond.toLocaleString('en')),
    column('receiver', ({ delayMs }) => `${delayMs} ms`),
    { ...column('', ({ deliverer }) => DELIVERERS[deliverer] ?? deliverer), alignment: 'left' },
    column('delivered', ({ deliveredPercent }) => percent(deliveredPercent)),
    column('CPU µs per delivered', ({ cpuPerDeliveredSpan }) => cpuPerDeliveredSpan.toFixed(1)),
    column('x best', (one) => (one.cpuPerDeliveredSpan / bestCpu(one, measurements)).toFixed(2)),
    column('loop lag p99 ms', ({ eventLoopLagP99Ms }) => eventLoopLagP99Ms.toFixed(1)),
    column('peak RSS MiB', ({ peakRssBytes }) => (peakRssBytes / BYTES_PER_MEBIBYTE).toFixed(0)),
  ];
}

/** Whatever is not all is not written as 100. */
function percent(value: number): string {
  return value === 100 ? '100 %' : `${(Math.floor(value * 10) / 10).toFixed(1)} %`;
}

function sameSituation(one: DeliveryMeasurement, all: readonly DeliveryMeasurement[]): DeliveryMeasurement[] {
  return all.filter(
    ({ delayMs, spansPerSecond }) => delayMs === one.delayMs && spansPerSecond === one.spansPerSecond,
  );
}

function bestCpu(one: DeliveryMeasurement, all: readonly DeliveryMeasurement[]): number {
  return Math.min(...sameSituation(one, all).map(({ cpuPerDeliveredSpan }) => cpuPerDeliveredSpan));
}

function targetLines(all: readonly DeliveryMeasurement[]): string[] {
  return all
    .filter(({ deliverer }) => deliverer === OURS)
    .map((ours) => {
      const cpuRatio = ours.cpuPerDeliveredSpan / bestCpu(ours, all);
      const sameQueue = sameSituation(ours, all).find(({ deliverer }) => deliverer === SAME_QUEUE);
      const rssRatio = ours.peakRssBytes / (sameQueue?.peakRssBytes ?? Number.NaN);
      const verdicts = [
        verdict(`delivered ${percent(ours.deliveredPercent)}`, ours.deliveredPercent === 100),
        verdict(
          `CPU ${cpuRatio.toFixed(2)} x the best (at most ${MAX_CPU_RATIO})`,
          cpuRatio <= MAX_CPU_RATIO,
        ),
        verdict(
          `RSS ${rssRatio.toFixed(2)} x the same queue (at most ${MAX_RSS_RATIO})`,
          rssRatio <= MAX_RSS_RATIO,
        ),
      ];
      return `${ours.spansPerSecond.toLocaleString('en')}/s, ${ours.delayMs} ms: ${verdicts.join('; ')}`;
    });
}

function verdict(text: string, isMet: boolean): string {
  return isMet ? text : `${text} MISSED`;
}
