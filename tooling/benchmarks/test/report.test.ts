import { type Benchmark, benchmarks } from '../src/catalogue';
import type { Measurement } from '../src/measure';
import { report, verdict } from '../src/report';

const benchmark: Benchmark = {
  name: 'example',
  title: 'Example',
  does: 'Something is done.',
  compares: 'ratio',
  rows: [
    { label: 'bare', contender: 'bare', workload: 'stamp', packageName: 'api', does: 'nothing' },
    { label: 'ours', contender: 'botanu', workload: 'stamp', packageName: 'core', does: 'more', target: 1.5 },
  ],
};

function measurement(index: 0 | 1, ratio: number): Measurement {
  const row = benchmark.rows[index];
  if (row === undefined) {
    throw new Error('no such row');
  }
  const comparison = { lower: ratio - 0.1, median: ratio, upper: ratio + 0.1 };
  return { row, microseconds: ratio * 2, comparison, toReference: undefined, evidence: '6' };
}

it('says whether a target was reached', () => {
  expect(verdict(1.5, { lower: 1, median: 1.5, upper: 2 })).toBe('<= 1.50 reached');
  expect(verdict(1.5, { lower: 1, median: 1.51, upper: 2 })).toBe('<= 1.50 MISSED');
  expect(verdict(undefined, { lower: 1, median: 9, upper: 10 })).toBe('');
});

it('prints what was measured and what each row does', () => {
  const text = report(benchmark, [measurement(0, 1), measurement(1, 1.75)], (name) => `${name}@1`);
  expect(text).toContain('bare     api@1     2.00    1.00           6  0.90 - 1.10');
  expect(text).toContain('ours     core@1    3.50    1.75           6  1.65 - 1.85  <= 1.50 MISSED');
  expect(text).toContain('  ours: more.');
});

it('has the baseline first, and targets for botanu alone', () => {
  for (const { rows } of benchmarks) {
    expect(rows[0].target).toBeUndefined();
    for (const { packageName, target } of rows) {
      expect(target === undefined || packageName.startsWith('@botanu/')).toBe(true);
    }
  }
});
