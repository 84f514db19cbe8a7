import { groupBy } from './group-by';
import type { Run } from './runs';
import { serviceOf } from './span-index';

/**
 * Chooses the event whose tree shows the most: more than one service, a second attempt, a tool.
 *
 * @param runs - All runs.
 * @returns The runs of one event.
 */
export function mostInteresting(runs: readonly Run[]): readonly Run[] {
  const events = [...groupBy(runs, ({ eventId, customerId }) => JSON.stringify([eventId, customerId]))];
  const [best] = events
    .map(([key, ofEvent]) => ({ key, runs: ofEvent, score: scoreOf(ofEvent) }))
    .sort((first, second) => second.score - first.score || (first.key < second.key ? -1 : 1));
  return best?.runs ?? [];
}

/** A duplicated id makes an event of many runs, which would fill pages. */
const MAX_RUNS_IN_TREE = 3;

function scoreOf(runs: readonly Run[]): number {
  const spans = runs.flatMap((run) => run.spans);
  const merits: readonly (readonly [points: number, isMet: boolean])[] = [
    [16, runs.length <= MAX_RUNS_IN_TREE],
    [8, new Set(spans.map(serviceOf)).size > 1],
    [4, runs.some(({ attempt }) => attempt > 1)],
    [2, runs.at(-1)?.outcome === 'success'],
    [1, spans.some(({ name }) => name === 'botanu.step/lookup_order')],
  ];
  return merits.reduce((total, [points, isMet]) => total + (isMet ? points : 0), 0);
}
