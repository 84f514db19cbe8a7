import { event, step } from '@botanu/core';
import { RunContextEnricher } from '@botanu/processors';
import { registerTracing } from './tracing';

/**
 * A program of its own, under `--expose-gc`: opens a million runs, sync and async, with a step and a span in each,
 * and writes the heap in use after a collection, at the start and after each fifth, as JSON.
 */
const RUN_COUNT = 1_000_000;
const MEASUREMENTS = 5;
const RUNS_AT_ONCE = 100;

const { tracer } = registerTracing(new RunContextEnricher());

function openRun(index: number): Promise<void> {
  const ticket = { eventId: `ticket-${index}`, customerId: `customer-${index % 1000}`, workflow: 'Support' };
  event(ticket, () => tracer.startSpan('work').end());
  return event({ ...ticket, timeoutMs: 60_000 }, async (run) => {
    await Promise.resolve(run.signal.aborted);
    step('generation', () => tracer.startSpan('work').end());
  });
}

async function openRuns(from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index += RUNS_AT_ONCE) {
    await Promise.all(Array.from({ length: RUNS_AT_ONCE }, (_, offset) => openRun(index + offset)));
  }
}

async function heapUsedAfterCollection(): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function main(): Promise<void> {
  // Each call of openRun opens two runs.
  const callsBetween = RUN_COUNT / 2 / MEASUREMENTS;
  await openRuns(0, callsBetween / 10);
  const heapBytes = [await heapUsedAfterCollection()];
  for (let measurement = 0; measurement < MEASUREMENTS; measurement += 1) {
    await openRuns(measurement * callsBetween, callsBetween);
    heapBytes.push(await heapUsedAfterCollection());
  }
  process.stdout.write(JSON.stringify({ runCount: RUN_COUNT, heapBytes }));
}

void main();
