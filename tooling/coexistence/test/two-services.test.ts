import { compareCalls, compareSpans, compareStarted } from '../src/compare-host';
import { OPENTELEMETRY_HOSTS } from '../src/hosts';
import { InstalledHost, type Observation } from '../src/installed-host';

/** One samples a tenth of its traces, and calls another that keeps what its callers keep. */
interface Pair {
  readonly caller: Observation;
  readonly called: Observation;
}

const ROUNDS = 250;

const [host] = OPENTELEMETRY_HOSTS.filter(({ folder }) => folder === 'opentelemetry-2.12');

let installed: InstalledHost;
let without: Pair;

beforeAll(async () => {
  if (host === undefined) {
    throw new Error('There is no host to run.');
  }
  installed = await InstalledHost.install(host);
  without = await runPair({ caller: false, called: false });
}, 300_000);

async function runPair(isBotanuOn: { readonly caller: boolean; readonly called: boolean }): Promise<Pair> {
  const service = await installed.serve({
    sampler: 'parent_based',
    seed: 100,
    isBotanuOn: isBotanuOn.called,
  });
  const caller = await installed.run({
    sampler: '0.1',
    rounds: ROUNDS,
    otherServiceUrl: service.url,
    isBotanuOn: isBotanuOn.caller,
  });
  return { caller, called: await service.stop() };
}

test('without botanu, the called service keeps some of what it is called for, and not all', () => {
  expect(without.called.spans.length).toBeGreaterThan(10);
  expect(without.called.spans.length).toBeLessThan(without.called.truth.length * 0.8);
});

test.each([
  { caller: true, called: true },
  { caller: true, called: false },
  { caller: false, called: true },
])(
  'with botanu in %j, both exporters get exactly what they got before',
  async (isBotanuOn) => {
    const { caller, called } = await runPair(isBotanuOn);
    expect(compareSpans(without.caller.spans, caller.spans)).toEqual([]);
    expect(compareSpans(without.called.spans, called.spans)).toEqual([]);
    expect(compareCalls(without.called.calls, called.calls)).toEqual([]);
    expect(compareStarted(without.called.truth, called.truth)).toEqual([]);
    if (isBotanuOn.called) {
      expect(called.ours).toHaveLength(called.truth.length);
    }
    if (isBotanuOn.caller && isBotanuOn.called) {
      expectOneTree(caller, called);
    }
  },
  120_000,
);

/** What was called inside of a run is part of it, in both services, sampled or not. */
function expectOneTree(caller: Observation, called: Observation): void {
  const callers = new Map(caller.ours.map((span) => [span.spanId, span]));
  const inside = called.ours.filter(({ name }) => name.startsWith('GET /inside/'));
  expect(inside).toHaveLength(ROUNDS / 5);
  for (const { traceId, parentSpanId = '', attributes } of inside) {
    const parent = callers.get(parentSpanId);
    expect(parent?.traceId).toBe(traceId);
    expect(attributes['botanu.run_id']).toBe(parent?.attributes['botanu.run_id']);
    expect(attributes['botanu.run_id']).toEqual(expect.any(String));
  }
}
