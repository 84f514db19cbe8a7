import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, shuffled } from '../statistics';
import type { Load, LoadResult } from './protocol';
import { startSink } from './sink';

const TIMEOUT_MS = 60_000;

/** Two seconds fill every queue that is filled at all. */
const DURATION_MS = 2000;

/** Who is compared: see `createDeliverer()`, and how they are called. */
export const DELIVERERS: Readonly<Record<string, string>> = {
  botanu: 'botanu DeliverySpanProcessor',
  'batch-2048': 'BatchSpanProcessor, 2,048',
  'batch-65536': 'BatchSpanProcessor, 65,536',
  langfuse: 'LangfuseSpanProcessor',
};

/** A rate and a distance. */
interface Situation {
  readonly spansPerSecond: number;
  readonly delayMs: number;
}

/** All situations. */
const SITUATIONS: readonly Situation[] = [0, 50].flatMap((delayMs) =>
  [1000, 10_000, 50_000].map((spansPerSecond) => ({ spansPerSecond, delayMs })),
);

/** One row: medians over the rounds. */
export interface DeliveryMeasurement extends Situation {
  readonly deliverer: string;
  readonly deliveredPercent: number;
  readonly duplicateCount: number;
  readonly cpuPerDeliveredSpan: number;
  readonly eventLoopLagP99Ms: number;
  readonly peakRssBytes: number;
}

/** Measures every deliverer in every situation, interleaved, in a new order each round. */
export async function measureDelivery(roundCount: number): Promise<readonly DeliveryMeasurement[]> {
  const rounds: DeliveryMeasurement[] = [];
  for (let round = 0; round < roundCount; round += 1) {
    for (const situation of SITUATIONS) {
      for (const deliverer of shuffled(Object.keys(DELIVERERS))) {
        rounds.push(await measureOnce(deliverer, situation));
      }
    }
  }
  return SITUATIONS.flatMap((situation) =>
    Object.keys(DELIVERERS).map((deliverer) =>
      medianOf(
        rounds.filter(
          (one) =>
            one.deliverer === deliverer &&
            one.delayMs === situation.delayMs &&
            one.spansPerSecond === situation.spansPerSecond,
        ),
      ),
    ),
  );
}

async function measureOnce(deliverer: string, situation: Situation): Promise<DeliveryMeasurement> {
  const sink = await startSink(situation.delayMs);
  try {
    const { spansPerSecond } = situation;
    const load: Load = { deliverer, url: sink.url, spansPerSecond, durationMs: DURATION_MS };
    const program = join(__dirname, 'load.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(load)], {
      timeout: TIMEOUT_MS,
    });
    const result = JSON.parse(stdout) as LoadResult;
    const received = sink.takeSpanIds();
    const deliveredCount = new Set(received).size;
    return {
      ...situation,
      deliverer,
      deliveredPercent: (deliveredCount / result.createdCount) * 100,
      duplicateCount: received.length - deliveredCount,
      cpuPerDeliveredSpan: result.cpuMicroseconds / deliveredCount,
      eventLoopLagP99Ms: result.eventLoopLagP99Ms,
      peakRssBytes: result.peakRssBytes,
    };
  } finally {
    await sink.close();
  }
}

function medianOf(rounds: readonly DeliveryMeasurement[]): DeliveryMeasurement {
  const [first] = rounds;
  if (first === undefined) {
    throw new RangeError('no round was measured');
  }
  const of = (value: (one: DeliveryMeasurement) => number): number => median(rounds.map(value));
  return {
    ...first,
    // The worst round, not the middle one: a span that is lost now and then is lost.
    deliveredPercent: Math.min(...rounds.map(({ deliveredPercent }) => deliveredPercent)),
    duplicateCount: Math.max(...rounds.map(({ duplicateCount }) => duplicateCount)),
    cpuPerDeliveredSpan: of(({ cpuPerDeliveredSpan }) => cpuPerDeliveredSpan),
    eventLoopLagP99Ms: of(({ eventLoopLagP99Ms }) => eventLoopLagP99Ms),
    peakRssBytes: of(({ peakRssBytes }) => peakRssBytes),
  };
}
