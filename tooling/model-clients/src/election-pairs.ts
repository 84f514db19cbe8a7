/** Who reports the usage of a call. */
const EMITTERS = {
  openai: ['OpenTelemetry', 'OpenInference', 'instrumentOpenAI', 'trackLlmCall'],
  anthropic: ['Anthropic', 'instrumentAnthropic', 'trackLlmCall'],
  'ai-sdk': ['AI SDK', 'registerAiSdk', 'trackLlmCall'],
} as const;

/** A client whose calls are reported. */
export type ElectionClient = keyof typeof EMITTERS;

/** One process: everybody whose presence is of the whole process, and who else reports, in turn. */
export interface ElectionProcess {
  readonly client: ElectionClient;
  readonly nodeMajor: 20 | 22;
  /** Each is the emitters of one election: one alone, or two. */
  readonly elections: readonly (readonly string[])[];
}

/** Instrumentations hook `require`: what one has patched stays patched. */
const OF_THE_WHOLE_PROCESS = ['OpenTelemetry', 'OpenInference'];

/** Each client's emitters alone and every two of them, in as few processes as possible. */
export function electionProcesses(): ElectionProcess[] {
  return (Object.keys(EMITTERS) as ElectionClient[]).flatMap((client) => {
    const ofProcess = new Map<string, string[][]>();
    for (const election of alonesAndPairs(EMITTERS[client])) {
      const key = election.filter((emitter) => OF_THE_WHOLE_PROCESS.includes(emitter)).join();
      ofProcess.set(key, [...(ofProcess.get(key) ?? []), election]);
    }
    const nodeMajor = client === 'ai-sdk' ? 22 : 20;
    return [...ofProcess.values()].map((elections) => ({ client, nodeMajor, elections }));
  });
}

function alonesAndPairs(emitters: readonly string[]): string[][] {
  const pairs = emitters.flatMap((first, index) =>
    emitters.slice(index + 1).map((second) => [first, second]),
  );
  return [...emitters.map((emitter) => [emitter]), ...pairs];
}
