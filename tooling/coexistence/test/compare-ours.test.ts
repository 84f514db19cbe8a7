import { disconnectedSpans, missingSpans, type OurSpan } from '../src/compare-ours';
import type { StartedSpan } from '../src/types';

const RUN = { 'botanu.run_id': 'r-1', 'botanu.workflow': 'Support' };

function ours(spanId: string, parentSpanId: string | undefined, change: Partial<OurSpan> = {}): OurSpan {
  return { traceId: 't', spanId, parentSpanId, name: `span ${spanId}`, attributes: RUN, ...change };
}

const TREE = [ours('1', undefined, { name: 'botanu.run/Support' }), ours('2', '1'), ours('3', '2')];

describe('missingSpans', () => {
  const expected: readonly StartedSpan[] = [
    { name: 'span 3', phase: 'during', traceId: 't', spanId: '3', run: 'Support' },
  ];

  test('finds nothing where each span was received once, in its run', () => {
    expect(missingSpans(expected, TREE)).toEqual([]);
  });

  test.each<[string, readonly OurSpan[]]>([
    ['missing', TREE.slice(0, 2)],
    ['received twice', [...TREE, ours('3', '2')]],
    ['in another run', [ours('3', '2', { attributes: { ...RUN, 'botanu.workflow': 'Other' } })]],
    ['in no run', [ours('3', '2', { attributes: {} })]],
    ['in another trace', [ours('3', '2', { traceId: 'other' })]],
  ])('finds a span that is %s', (_what, received) => {
    expect(missingSpans(expected, received)).toHaveLength(1);
  });

  test('a span of no run is to be in none', () => {
    const outside: readonly StartedSpan[] = [
      { name: 'x', phase: 'during', traceId: 't', spanId: '9', run: null },
    ];
    expect(missingSpans(outside, [ours('9', undefined, { attributes: {} })])).toEqual([]);
    expect(missingSpans(outside, [ours('9', undefined)])).toHaveLength(1);
  });
});

describe('disconnectedSpans', () => {
  test('finds nothing where all spans of a run lead up to it, and does not look at others', () => {
    const outside = ours('9', 'gone', { attributes: {} });
    const inner = ours('4', '3', {
      name: 'botanu.run/Inner',
      attributes: { ...RUN, 'botanu.run_id': 'r-2' },
    });
    expect(disconnectedSpans([...TREE, outside, inner], [])).toEqual([]);
  });

  test.each<[string, readonly OurSpan[]]>([
    ['whose parent is gone', [...TREE.slice(0, 1), ours('3', '2')]],
    ['without a parent', [...TREE, ours('4', undefined)]],
    ['of a run without a span', [ours('4', undefined)]],
    ['in another trace than its parent', [...TREE, ours('4', '3', { traceId: 'other' })]],
    [
      'that hangs on another run',
      [
        ...TREE,
        ours('5', undefined, { name: 'botanu.run/B', attributes: { 'botanu.run_id': 'r-2' } }),
        ours('6', '5'),
      ],
    ],
  ])('finds a span %s', (_what, received) => {
    expect(disconnectedSpans(received, [])).toHaveLength(1);
  });

  test('leaves out spans that are roots on purpose', () => {
    expect(disconnectedSpans([...TREE, ours('4', undefined, { name: 'root' })], ['root'])).toEqual([]);
  });
});
