import { median, perRound, shuffled } from '../statistics';
import type { PiiAnswers } from './child';
import { type PiiResult, piiReport } from './report';
import { ScrubberProcess } from './scrubber-process';
import { type ScrubberName, scrubbers } from './scrubbers';

/** The name by which this benchmark is chosen. */
export const PII_BENCHMARK = 'pii';

const names = Object.keys(scrubbers) as ScrubberName[];

/** Our own patterns in a row: what the speed is compared with. */
const BASELINE: ScrubberName = 'sequential';

type SpeedName = 'dense' | 'clean';

interface Contender {
  readonly name: ScrubberName;
  readonly process: ScrubberProcess;
  readonly speeds: Record<SpeedName, number[]>;
}

/**
 * Measures all scrubbers, on the same texts: what they find, what they take wrongly, how fast they are (interleaved,
 * one at a time), and how their time grows with the length of hostile text.
 *
 * @param rounds - How many samples of the speed count.
 * @returns The report.
 * @throws Error where a scrubber crashes or tries to reach the network.
 */
export async function measurePii(rounds: number): Promise<string> {
  const contenders = names.map(
    (name): Contender => ({ name, process: new ScrubberProcess(name), speeds: { dense: [], clean: [] } }),
  );
  try {
    const judgements = await inTurn(contenders, 'judge');
    for (const speed of ['dense', 'clean'] as const) {
      await sampleSpeed(contenders, speed, rounds);
    }
    const growths = await inTurn(contenders, 'growth');
    const connections = await inTurn(contenders, 'connections');
    const tried = names.filter((_, index) => connections[index] !== 0);
    if (tried.length > 0) {
      throw new Error(`${tried.join(', ')} tried to open a connection`);
    }
    return piiReport(
      contenders.map(
        (contender, index): PiiResult => resultOf(contender, contenders, judgements[index], growths[index]),
      ),
    );
  } finally {
    for (const { process } of contenders) {
      process.kill();
    }
  }
}

async function inTurn<Request extends 'judge' | 'growth' | 'connections'>(
  contenders: readonly Contender[],
  request: Request,
): Promise<PiiAnswers[Request][]> {
  const answers: PiiAnswers[Request][] = [];
  for (const { process } of contenders) {
    answers.push(await process.ask(request));
  }
  return answers;
}

async function sampleSpeed(
  contenders: readonly Contender[],
  speed: SpeedName,
  rounds: number,
): Promise<void> {
  for (let round = -2; round < rounds; round += 1) {
    for (const { process, speeds } of shuffled(contenders)) {
      const sample = await process.ask(speed);
      if (round >= 0) {
        speeds[speed].push(sample);
      }
    }
  }
}

function resultOf(
  { name, speeds }: Contender,
  contenders: readonly Contender[],
  judgement: PiiAnswers['judge'] | undefined,
  growth: PiiAnswers['growth'] | undefined,
): PiiResult {
  const baseline = contenders.find((contender) => contender.name === BASELINE)?.speeds ?? speeds;
  const ratio = (speed: SpeedName) =>
    median(perRound(speeds[speed], baseline[speed], (value, base) => value / base));
  return {
    name,
    judgement: judgement ?? { secrets: {}, lookAlikes: {}, failures: 0 },
    growth: growth ?? null,
    dense: { megabytesPerSecond: median(speeds.dense), timesSequential: ratio('dense') },
    clean: { megabytesPerSecond: median(speeds.clean), timesSequential: ratio('clean') },
  };
}
