import { alignedTable, type Column, markdownTable } from '../table';
import { FAULTS } from './faults';
import { FAULT_DELIVERERS, type FaultResult } from './measure-faults';

/** The figures as text. */
export function faultReport(results: readonly FaultResult[]): string {
  return [
    '## Faults: spans that are missing at the collector, and spans that came twice',
    alignedTable(columnsOf(results)),
  ].join('\n');
}

/** The table in Markdown. */
export function faultMarkdown(results: readonly FaultResult[]): string {
  return markdownTable(columnsOf(results));
}

function columnsOf(results: readonly FaultResult[]): readonly Column[] {
  const spanCounts = FAULTS.map(({ spanCount, processCount = 1 }) =>
    (spanCount * processCount).toLocaleString('en'),
  );
  return [
    { header: 'fault', alignment: 'left', cells: FAULTS.map(({ name }) => name) },
    { header: 'spans', alignment: 'right', cells: spanCounts },
    ...Object.entries(FAULT_DELIVERERS).map(
      ([deliverer, name]): Column => ({
        header: name,
        alignment: 'right',
        cells: FAULTS.map((fault) =>
          cellOf(results.find((result) => result.fault === fault && result.deliverer === deliverer)),
        ),
      }),
    ),
  ];
}

function cellOf(result: FaultResult | undefined): string {
  if (result === undefined) {
    return '';
  }
  const { missingCount, duplicateCount } = result;
  const missing = missingCount === 0 ? 'none missing' : `${missingCount.toLocaleString('en')} missing`;
  return duplicateCount === 0 ? missing : `${missing}, ${duplicateCount.toLocaleString('en')} twice`;
}
