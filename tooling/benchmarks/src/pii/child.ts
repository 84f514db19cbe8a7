import { countConnectionAttempts } from '../network-guard';
import { cleanTexts, denseTexts, judgedTexts, type SpeedTexts } from './corpus';
import { type Judgement, judge, type WorstGrowth, worstGrowth } from './judge';
import { type Scrub, type ScrubberName, scrubbers } from './scrubbers';

/** What the parent asks the process of a scrubber for. */
export type PiiRequest = 'judge' | 'growth' | 'dense' | 'clean' | 'connections';

/** What it answers, to each. */
export interface PiiAnswers {
  readonly judge: Judgement;
  /** Null where the scrubber is asynchronous. */
  readonly growth: WorstGrowth | null;
  /** Characters in a microsecond: about megabytes in a second. */
  readonly dense: number;
  readonly clean: number;
  readonly connections: number;
}

const SAMPLE_MS = 250;

const speedTexts: Partial<Record<'dense' | 'clean', SpeedTexts>> = {};
const loaded = scrubbers[process.argv[2] as ScrubberName].load();

const answers: { [Request in PiiRequest]: (scrub: Scrub) => Promise<PiiAnswers[Request]> } = {
  judge: (scrub) => judge(scrub, judgedTexts()),
  growth: async (scrub) => (typeof scrub('x') === 'string' ? worstGrowth(scrub) : null),
  dense: (scrub) => sample(scrub, 'dense'),
  clean: (scrub) => sample(scrub, 'clean'),
  connections: async () => countConnectionAttempts(),
};

async function sample(scrub: Scrub, name: 'dense' | 'clean'): Promise<number> {
  speedTexts[name] ??= name === 'dense' ? denseTexts() : cleanTexts();
  const { texts } = speedTexts[name];
  let characters = 0;
  const startedAt = performance.now();
  for (let index = 0; performance.now() - startedAt < SAMPLE_MS; index += 1) {
    const text = texts[index % texts.length] as string;
    const result = scrub(text);
    if (typeof result !== 'string') {
      await result;
    }
    characters += text.length;
  }
  return characters / ((performance.now() - startedAt) * 1000);
}

process.on('message', (request: PiiRequest) => {
  loaded
    .then((scrub): Promise<unknown> => answers[request](scrub))
    .then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
});
process.on('disconnect', () => process.exit(0));
