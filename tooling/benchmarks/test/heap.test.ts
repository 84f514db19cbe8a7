import { heapReport } from '../src/heap';

it('prints the heap at the start and after each part', () => {
  expect(heapReport({ runCount: 1_000_000, heapBytes: [2 ** 20, 3 * 2 ** 20] })).toBe(
    [
      '## Heap in use after a collection, over a million runs',
      '         0 runs     1.00 MiB',
      ' 1,000,000 runs     3.00 MiB',
    ].join('\n'),
  );
});
