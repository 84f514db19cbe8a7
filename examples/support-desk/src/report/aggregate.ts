import { type Figures, figuresOfCalls, figuresOfDatabaseCalls, NO_FIGURES, sum } from './figures';
import { groupBy } from './group-by';
import type { Run } from './runs';

/** A business event: all runs with its id, of one customer. */
interface EventRow extends Figures {
  readonly eventId: string;
  readonly customerId: string;
  /** How its last run ended. */
  readonly outcome: string;
}

/** A customer: the sum of its events. */
interface CustomerRow extends Figures {
  readonly customerId: string;
  readonly events: number;
  /** How many events ended in which way. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** A model: the sum of its calls. */
interface ModelRow extends Figures {
  readonly model: string;
}

/** A table of a database: the sum of its calls. */
interface DatabaseRow extends Figures {
  readonly table: string;
}

/** The tables. */
export interface Tables {
  readonly events: readonly EventRow[];
  readonly customers: readonly CustomerRow[];
  readonly models: readonly ModelRow[];
  readonly databases: readonly DatabaseRow[];
  readonly totals: Omit<CustomerRow, 'customerId'>;
}

/** `T-9` is before `T-10`. */
const NATURAL_ORDER = new Intl.Collator('en', { numeric: true });

/**
 * Sums the runs up, per event, per customer, per model and per table of a database.
 *
 * @param runs - The runs in the order in which they started.
 * @returns The tables, sorted by id.
 */
export function aggregate(runs: readonly Run[]): Tables {
  const events = [
    ...groupBy(runs, ({ eventId, customerId }) => JSON.stringify([eventId, customerId])).values(),
  ]
    .map(toEventRow)
    .sort((first, second) => NATURAL_ORDER.compare(first.eventId, second.eventId));
  const customers = [...groupBy(events, ({ customerId }) => customerId)]
    .map(([customerId, ofCustomer]) => ({ customerId, ...sumEvents(ofCustomer) }))
    .sort((first, second) => NATURAL_ORDER.compare(first.customerId, second.customerId));
  const calls = runs.flatMap(({ modelCalls }) => modelCalls);
  const models = [...groupBy(calls, ({ model }) => model)]
    .map(([model, ofModel]) => ({ model, ...figuresOfCalls(ofModel) }))
    .sort((first, second) => NATURAL_ORDER.compare(first.model, second.model));
  const databases = [
    ...groupBy(
      runs.flatMap(({ databaseCalls }) => databaseCalls),
      ({ table }) => table,
    ),
  ]
    .map(([table, ofTable]) => ({ table, ...figuresOfDatabaseCalls(ofTable) }))
    .sort((first, second) => NATURAL_ORDER.compare(first.table, second.table));
  return { events, customers, models, databases, totals: sumEvents(events) };
}

function toEventRow(runs: readonly Run[]): EventRow {
  const last = runs.at(-1);
  const figures = runs.map((run) => ({
    ...sum([figuresOfCalls(run.modelCalls), figuresOfDatabaseCalls(run.databaseCalls)]),
    runs: 1,
    spans: run.spans.length,
  }));
  return {
    eventId: last?.eventId ?? '',
    customerId: last?.customerId ?? '',
    ...(figures.length === 0 ? NO_FIGURES : sum(figures)),
    attempts: Math.max(...runs.map(({ attempt }) => attempt)),
    outcome: last?.outcome ?? 'unknown',
  };
}

function sumEvents(events: readonly EventRow[]): Omit<CustomerRow, 'customerId'> {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of events) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { events: events.length, ...sum(events.map(figuresOfRow)), outcomes };
}

function figuresOfRow(row: EventRow): Figures {
  const { eventId: _eventId, customerId: _customerId, outcome: _outcome, ...figures } = row;
  return figures;
}
