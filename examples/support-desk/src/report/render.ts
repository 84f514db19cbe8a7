import type { CheckResult } from './check';
import { formatCount, printable } from './format';
import { mostInteresting } from './interesting';
import type { Report } from './report';
import type { Style } from './style';
import { renderCustomers, renderDatabases, renderEvents, renderModels } from './tables';
import { renderTree } from './tree';

const MAX_FAULTS = 10;

/**
 * Renders the report as plain text.
 *
 * @param report - The report.
 * @param style - For the terminal.
 * @returns Its text, without the check.
 */
export function renderReport(report: Report, style: Style): string {
  const shown = mostInteresting(report.runs);
  const [first] = shown;
  const sections =
    first === undefined
      ? []
      : [
          style.bold(`One ticket: ${printable(first.eventId)} of ${printable(first.customerId)}`),
          '',
          ...renderTree(report.index, new Set(shown.map(({ runSpan }) => runSpan.traceId)), style),
          '',
          style.bold('What each ticket cost'),
          '',
          ...renderEvents(report.tables, style),
          '',
          style.bold('What each customer cost'),
          '',
          ...renderCustomers(report.tables, style),
          '',
          style.bold('What each model cost'),
          '',
          ...renderModels(report.tables, style),
          ...noteOfPrices(report),
          '',
          style.bold('What each table of a database was asked for'),
          '',
          ...renderDatabases(report.tables, style),
        ];
  return sections.join('\n');
}

/**
 * Says in lines what the check found.
 *
 * @param check - The result.
 * @param problems - What else keeps the report from being complete.
 * @param style - For the terminal.
 * @returns Its text.
 */
export function renderCheck(check: CheckResult, problems: readonly string[], style: Style): string {
  const counts = Object.entries(check.attributedSpansByService)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([service, count]) => `${service} ${formatCount(count)}`);
  const summary = `${formatCount(check.attributedSpans)} spans descend from a run span`;
  const { faults } = check;
  if (faults.length === 0 && problems.length === 0) {
    return style.green(`✓ ${summary}; all carry their run context (${counts.join(', ')}).`);
  }
  return [
    style.red(`✗ ${summary} (${counts.join(', ')}); this is wrong:`),
    ...problems.map((problem) => `  ${problem}`),
    ...faults
      .slice(0, MAX_FAULTS)
      .map(({ service, span, traceId, spanId, reason }) =>
        printable(`  ${service}: "${span}" (span ${spanId} of trace ${traceId}): ${reason}`),
      ),
    ...(faults.length > MAX_FAULTS ? [`  … and ${formatCount(faults.length - MAX_FAULTS)} more spans`] : []),
  ].join('\n');
}

function noteOfPrices({ runs, tables }: Report): readonly string[] {
  if (tables.totals.unpricedCalls === 0) {
    return [];
  }
  const models = new Set(
    runs.flatMap(({ modelCalls }) =>
      modelCalls.filter(({ dollars }) => dollars === undefined).map(({ model }) => model),
    ),
  );
  return [
    `? = ${formatCount(tables.totals.unpricedCalls)} calls without a known price: ${printable([...models].join(', '))}`,
  ];
}
