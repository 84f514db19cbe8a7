import type { DatabaseCall } from './database-call';
import type { ModelCall } from './model-call';

/** What one row of a table counts. */
export interface Figures {
  readonly runs: number;
  readonly attempts: number;
  readonly spans: number;
  readonly databaseCalls: number;
  /** Rows that databases returned, and their bytes. */
  readonly rows: number;
  readonly bytes: number;
  readonly modelCalls: number;
  /** Calls whose price is not known: the dollars are without them. */
  readonly unpricedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly dollars: number;
}

/** Nothing yet. */
export const NO_FIGURES: Figures = {
  runs: 0,
  attempts: 0,
  spans: 0,
  databaseCalls: 0,
  rows: 0,
  bytes: 0,
  modelCalls: 0,
  unpricedCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  dollars: 0,
};

/**
 * Adds figures up.
 *
 * @param all - Any number of them.
 * @returns Their sums.
 */
export function sum(all: readonly Figures[]): Figures {
  const total = { ...NO_FIGURES };
  for (const figures of all) {
    for (const key of Object.keys(total) as (keyof Figures)[]) {
      total[key] += figures[key];
    }
  }
  return total;
}

/**
 * The figures of model calls alone.
 *
 * @param calls - The calls.
 * @returns Their sums; no runs, attempts or spans.
 */
export function figuresOfCalls(calls: readonly ModelCall[]): Figures {
  return sum(
    calls.map(({ inputTokens, outputTokens, dollars }) => ({
      ...NO_FIGURES,
      modelCalls: 1,
      unpricedCalls: dollars === undefined ? 1 : 0,
      inputTokens,
      outputTokens,
      dollars: dollars ?? 0,
    })),
  );
}

/**
 * The figures of database calls alone.
 *
 * @param calls - The calls.
 * @returns Their sums; no runs, attempts or spans.
 */
export function figuresOfDatabaseCalls(calls: readonly DatabaseCall[]): Figures {
  return sum(calls.map(({ rows, bytes }) => ({ ...NO_FIGURES, databaseCalls: 1, rows, bytes })));
}
