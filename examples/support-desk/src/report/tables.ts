import type { Tables } from './aggregate';
import type { Figures } from './figures';
import { formatCount, formatDollars } from './format';
import { type Column, renderTable } from './plain-table';
import type { Style } from './style';

const MAX_ROWS = 100;
const SHORTENED_ROWS = 20;
const MAX_ID_WIDTH = 24;

/** Several outcomes in one cell leave no room for the longer words. */
const SHORT_OUTCOMES: Readonly<Record<string, string>> = { success: 'ok', failure: 'failed' };

const FIGURE_COLUMNS: readonly Column[] = [
  right('runs'),
  right('attempts'),
  right('spans'),
  right('tokens in'),
  right('tokens out'),
  right('cost in $'),
  left('outcome'),
];

/** One line per event. */
export function renderEvents({ events, totals }: Tables, style: Style): readonly string[] {
  const shown = shorten(events);
  return [
    ...renderTable(
      [left('event'), left('customer'), right('rows'), right('bytes'), ...FIGURE_COLUMNS],
      shown.map((row) => [
        shortId(row.eventId),
        shortId(row.customerId),
        ...readCellsOf(row),
        ...cellsOf(row),
        row.outcome,
      ]),
      ['all events', '', ...readCellsOf(totals), ...cellsOf(totals), ''],
      style,
    ),
    ...noteOfShortening(events.length, shown.length, style),
  ];
}

/** One line per customer. */
export function renderCustomers({ customers, totals }: Tables, style: Style): readonly string[] {
  const shown = shorten(customers);
  return [
    ...renderTable(
      [left('customer'), right('events'), ...FIGURE_COLUMNS],
      shown.map((row) => [
        shortId(row.customerId),
        formatCount(row.events),
        ...cellsOf(row),
        outcomesOf(row.outcomes),
      ]),
      ['all customers', formatCount(totals.events), ...cellsOf(totals), outcomesOf(totals.outcomes)],
      style,
    ),
    ...noteOfShortening(customers.length, shown.length, style),
  ];
}

/** One line per model. */
export function renderModels({ models, totals }: Tables, style: Style): readonly string[] {
  const cells = (row: Figures): string[] => [
    formatCount(row.modelCalls),
    formatCount(row.inputTokens),
    formatCount(row.outputTokens),
    formatDollars(row),
  ];
  return renderTable(
    [left('model'), right('calls'), right('tokens in'), right('tokens out'), right('cost in $')],
    models.map((row) => [row.model, ...cells(row)]),
    ['all models', ...cells(totals)],
    style,
  );
}

/** One line per table of a database. */
export function renderDatabases({ databases, totals }: Tables, style: Style): readonly string[] {
  const cells = (row: Figures): string[] => [formatCount(row.databaseCalls), ...readCellsOf(row)];
  return renderTable(
    [left('database'), right('calls'), right('rows'), right('bytes')],
    databases.map((row) => [row.table, ...cells(row)]),
    ['all databases', ...cells(totals)],
    style,
  );
}

function readCellsOf({ rows, bytes }: Figures): string[] {
  return [formatCount(rows), formatCount(bytes)];
}

function cellsOf(row: Figures): string[] {
  return [
    formatCount(row.runs),
    formatCount(row.attempts),
    formatCount(row.spans),
    formatCount(row.inputTokens),
    formatCount(row.outputTokens),
    formatDollars(row),
  ];
}

function outcomesOf(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes)
    .sort(([, first], [, second]) => second - first)
    .map(([outcome, count]) => `${formatCount(count)} ${SHORT_OUTCOMES[outcome] ?? outcome}`)
    .join(', ');
}

/** A long table shows what costs most. */
function shorten<Row extends Figures>(rows: readonly Row[]): readonly Row[] {
  return rows.length <= MAX_ROWS
    ? rows
    : [...rows].sort((first, second) => second.dollars - first.dollars).slice(0, SHORTENED_ROWS);
}

function noteOfShortening(all: number, shown: number, style: Style): readonly string[] {
  const text = `… the ${shown} that cost most; ${formatCount(all - shown)} more are in the sums, and in --json FILE`;
  return all === shown ? [] : [style.dim(text)];
}

function shortId(id: string): string {
  const characters = [...id];
  return characters.length > MAX_ID_WIDTH ? `${characters.slice(0, MAX_ID_WIDTH - 1).join('')}…` : id;
}

function left(title: string): Column {
  return { title, align: 'left' };
}

function right(title: string): Column {
  return { title, align: 'right' };
}
