import type { Benchmark, Row } from './catalogue';
import { ContenderProcess } from './contender-process';
import { median, perRound, type Spread, shuffled, spreadOf } from './statistics';

/** What came out for one row. */
export interface Measurement {
  readonly row: Row;
  /** Median microseconds per operation. */
  readonly microseconds: number;
  /** Against the baseline of the same round: a ratio, or microseconds more. */
  readonly comparison: Spread;
  /** The same against the reference row; absent where the benchmark has none. */
  readonly toReference: Spread | undefined;
  /** What one operation left behind. */
  readonly evidence: string;
}

interface Contender {
  readonly row: Row;
  readonly process: ContenderProcess;
  readonly evidence: string;
  readonly samples: number[];
}

/**
 * Measures all rows of a benchmark, interleaved: in every round each contender takes one sample, in a new order,
 * and only one works at a time.
 *
 * @param benchmark - Which.
 * @param rounds - How many rounds count.
 * @param warmUpRounds - How many are thrown away before.
 * @throws Error where a contender crashed or tried to reach the network.
 */
export async function measure(
  benchmark: Benchmark,
  rounds: number,
  warmUpRounds: number,
): Promise<Measurement[]> {
  const contenders: Contender[] = [];
  try {
    for (const row of benchmark.rows) {
      const { contender, workload } = row;
      contenders.push({ row, samples: [], ...(await ContenderProcess.start({ contender, workload })) });
    }
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      for (const { process, samples } of shuffled(contenders)) {
        const microseconds = await process.sample();
        if (round >= 0) {
          samples.push(microseconds);
        }
      }
    }
    for (const { process } of contenders) {
      await process.close();
    }
  } finally {
    for (const { process } of contenders) {
      process.kill();
    }
  }
  return summarise(benchmark, contenders);
}

function summarise({ compares }: Benchmark, contenders: readonly Contender[]): Measurement[] {
  const combine = compares === 'ratio' ? ratio : difference;
  const baseline = contenders[0]?.samples ?? [];
  const reference = contenders.find(({ row }) => row.isReference === true)?.samples;
  return contenders.map(({ row, samples, evidence }) => ({
    row,
    microseconds: median(samples),
    comparison: spreadOf(perRound(samples, baseline, combine)),
    toReference: reference === undefined ? undefined : spreadOf(perRound(samples, reference, combine)),
    evidence,
  }));
}

function ratio(value: number, base: number): number {
  return value / base;
}

function difference(value: number, base: number): number {
  return value - base;
}
