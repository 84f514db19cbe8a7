import type { BilledRequest } from '@botanu-tooling/model-servers';
import { type ElectionProcess, electionProcesses } from '../src/election-pairs';
import { type ChildProgram, runChildren } from '../src/run-children';
import type { ElectionReport, SeenSpan } from '../src/types';
import { verifyElection } from '../src/verify-election';

jest.setTimeout(240_000);

const processes = electionProcesses();
const elections = processes.flatMap((process) =>
  process.elections.map((emitters) => ({ process, emitters, name: emitters.join(' and ') })),
);

let reports: Map<ElectionProcess, Promise<ElectionReport[]>>;
beforeAll(() => {
  const programs = processes.map((process): [ElectionProcess, ChildProgram] => [
    process,
    {
      nodeMajor: process.nodeMajor,
      command: ['run-election.mjs', process.client, JSON.stringify(process.elections)],
    },
  ]);
  reports = runChildren(new Map(programs));
});

describe.each(elections)('$process.client: $name', ({ process, emitters, name }) => {
  const casesOf = async () => {
    const all = (await reports.get(process)) as ElectionReport[];
    return all.filter((report) => report.emitters.join(' and ') === name);
  };

  it("lets each token of the server's log be borne once", async () => {
    const cases = await casesOf();
    expect(cases).toHaveLength(16);
    expect(cases.flatMap((report) => verifyElection(report, isToldBy(emitters)))).toEqual([]);
  });

  it('has the spans of every emitter to choose from', async () => {
    const spans = (await casesOf()).flatMap((report) => report.spans);
    const expected = emitters.filter((emitter) => emitters.length === 1 || !GIVES_WAY.has(emitter));
    expect(expected.filter((emitter) => !spans.some((span) => isOf(emitter, span)))).toEqual([]);
  });
});

/** The instrumentation scopes of the emitters that are not ours. */
const SCOPES: Readonly<Record<string, string>> = {
  OpenTelemetry: '@opentelemetry/instrumentation-openai',
  OpenInference: '@arizeai/openinference-instrumentation-openai',
  Anthropic: 'com.anthropic.sdk.typescript',
  'AI SDK': 'gen_ai',
};

/** Client wrappers leave a call to whoever else records it. */
const GIVES_WAY = new Set(['instrumentOpenAI', 'instrumentAnthropic']);

function isOf(emitter: string, { scope, attributes }: SeenSpan): boolean {
  return emitter in SCOPES
    ? scope === SCOPES[emitter]
    : scope.startsWith('@botanu/') && attributes['gen_ai.operation.name'] !== undefined;
}

/** OpenInference records no usage of a stream; whoever else is there tells of it. */
function isToldBy(emitters: readonly string[]): (request: BilledRequest) => boolean {
  const isAlone = emitters.join() === 'OpenInference';
  return ({ isStreamed }) => !(isStreamed && isAlone);
}
