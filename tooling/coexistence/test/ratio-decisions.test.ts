import * as fc from 'fast-check';
import { OPENTELEMETRY_HOSTS } from '../src/hosts';
import { InstalledHost } from '../src/installed-host';

const CASES = 5000;

const hexadecimal = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 32,
  maxLength: 32,
});

/** Ids that fold to the ends of the range, where one more or less would show, and some that are no ids. */
const edges = fc.constantFrom(
  ...['0', '1', 'e', 'f'].map((last) => `ffffffff${'0'.repeat(23)}${last}`),
  '0'.repeat(32),
  'f'.repeat(32),
  '',
  'no id at all',
);

const cases = fc.record({
  traceId: fc.oneof({ weight: 9, arbitrary: hexadecimal }, { weight: 1, arbitrary: edges }),
  // Ratio 1 is everything in all lines, but for one id in four billion that 1.x and 2.0 lose.
  ratio: fc.oneof(
    fc.constantFrom(0, 0.01, 0.1, 0.5),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  ),
});

/** NodeSDK has the sampler of the 2.12 line. */
const hosts = OPENTELEMETRY_HOSTS.filter(({ folder }) => folder !== 'opentelemetry-sdk-node');

test.each(hosts)(
  'SampledSpanProcessor with a ratio decides as TraceIdRatioBasedSampler of $title',
  async (host) => {
    const installed = await InstalledHost.install(host);
    const sample = fc.sample(cases, { numRuns: CASES, seed: 4 });
    const decisions = await installed.decide(sample);
    expect(decisions).toHaveLength(CASES);
    const different = sample.filter((_, index) => decisions[index]?.sdk !== decisions[index]?.ours);
    expect(different).toEqual([]);
    // Both answers occur, and often.
    const keptCount = decisions.filter(({ sdk }) => sdk).length;
    expect(keptCount).toBeGreaterThan(CASES / 10);
    expect(keptCount).toBeLessThan((CASES * 9) / 10);
  },
  300_000,
);
