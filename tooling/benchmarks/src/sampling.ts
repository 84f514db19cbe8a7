import { setImmediate as nextTurn } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import type { Workload } from './contender';

/**
 * So many operations share a turn of the event loop. What a contender leaves for later (promises, queues) is
 * done at the end of the turn and measured with it.
 */
const OPERATIONS_PER_TURN = 250;

const SAMPLE_MS = 40;
const WARM_UP_MS = 800;
const WARM_UP_TURNS = 2;

let index = 0;

/** Keeps results alive, so that no operation can be optimised away. */
const kept: { result: unknown } = { result: undefined };

/**
 * Warms a workload up, and finds out how many turns make a sample.
 *
 * @returns Turns that take about 40 ms.
 */
export async function calibrate(workload: Workload): Promise<number> {
  const startedAt = performance.now();
  let turns = 0;
  while (performance.now() - startedAt < WARM_UP_MS) {
    await runTurns(workload, 1);
    turns += 1;
  }
  await workload.afterSample?.();
  const turnMs = (performance.now() - startedAt) / turns;
  const oneSample = await sample(workload, Math.max(1, Math.round(SAMPLE_MS / turnMs)));
  return Math.max(1, Math.round((SAMPLE_MS * 1000) / (oneSample * OPERATIONS_PER_TURN)));
}

/**
 * Takes one sample.
 *
 * @returns Microseconds per operation.
 */
export async function sample(workload: Workload, turns: number): Promise<number> {
  await runTurns(workload, WARM_UP_TURNS);
  const startedAt = performance.now();
  await runTurns(workload, turns);
  const elapsedMs = performance.now() - startedAt;
  await workload.afterSample?.();
  return (elapsedMs * 1000) / (turns * OPERATIONS_PER_TURN);
}

/** Runs the operation once and asks what it left behind. */
export async function demonstrate(workload: Workload): Promise<string> {
  await inContext(workload, () => workload.operation(0));
  await nextTurn();
  const evidence = workload.evidence();
  await workload.afterSample?.();
  return evidence;
}

async function runTurns(workload: Workload, turns: number): Promise<void> {
  const runTurn = workload.isAwaited === true ? runAwaitedTurn : runPlainTurn;
  for (let turn = 0; turn < turns; turn += 1) {
    await inContext(workload, () => runTurn(workload.operation));
    await nextTurn();
  }
}

function inContext<T>(workload: Workload, fn: () => T): T {
  return workload.context === undefined ? fn() : context.with(workload.context, fn);
}

function runPlainTurn(operation: Workload['operation']): void {
  for (let count = 0; count < OPERATIONS_PER_TURN; count += 1) {
    index += 1;
    kept.result = operation(index);
  }
}

async function runAwaitedTurn(operation: Workload['operation']): Promise<void> {
  for (let count = 0; count < OPERATIONS_PER_TURN; count += 1) {
    index += 1;
    kept.result = await operation(index);
  }
}
