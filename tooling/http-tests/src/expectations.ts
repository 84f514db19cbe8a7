import { CALLERS_RUN_ID, type InstrumentedResults } from './instrumented';

/**
 * Expects that each request had one run, in its listeners, its events, its response, and, where there is one, on its
 * span; and that no request had that of another.
 */
export function expectOneRunEach(results: InstrumentedResults, isInstrumented: boolean): void {
  const { fresh, event, called, servers } = results;
  expect(fresh.seen.length).toBeGreaterThan(1);
  expect(new Set(fresh.seen)).toEqual(new Set([fresh.runId]));
  expect(event.seen).toEqual([event.runId]);
  expect(called.runId).toBe(CALLERS_RUN_ID);
  expect(new Set(called.seen)).toEqual(new Set([CALLERS_RUN_ID]));
  expect(new Set([fresh.runId, event.runId, called.runId]).size).toBe(3);
  if (isInstrumented) {
    expect(servers.map(({ runId, route }) => ({ runId, route }))).toEqual([
      { runId: fresh.runId, route: '/api/raw/:id' },
      { runId: event.runId, route: '/event' },
      { runId: CALLERS_RUN_ID, route: '/api/raw/:id' },
    ]);
    expect(servers[2]?.customerId).toBe('c');
  }
}
