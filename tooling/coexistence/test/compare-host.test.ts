import {
  compareCalls,
  compareChanges,
  compareEndings,
  compareHeaders,
  compareSpans,
  compareStarted,
  withOrdinalIds,
} from '../src/compare-host';
import type { HostSpan, StartedSpan } from '../src/types';

const SPAN: HostSpan = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  parentSpanId: null,
  name: 'search',
  flags: 1,
  status: { code: 0 },
  attributes: { 'search.count': 3, 'search.terms': ['refund'] },
  events: [{ name: 'hit', attributes: { rank: 1 } }],
  links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), attributes: {} }],
  resource: { 'service.name': 'desk' },
};

describe('compareSpans', () => {
  test('finds nothing where both received the same', () => {
    expect(compareSpans([SPAN], [structuredClone(SPAN)])).toEqual([]);
  });

  test('leaves out what is ours', () => {
    const withOurs = {
      ...SPAN,
      attributes: { ...SPAN.attributes, 'botanu.run_id': 'r-1' },
      events: [{ name: 'botanu.run.started', attributes: {} }, ...SPAN.events],
    };
    expect(compareSpans([SPAN], [withOurs])).toEqual([]);
  });

  test.each<[string, Partial<HostSpan>]>([
    ['traceId', { traceId: 'e'.repeat(32) }],
    ['spanId', { spanId: 'e'.repeat(16) }],
    ['parentSpanId', { parentSpanId: 'e'.repeat(16) }],
    ['name', { name: 'find' }],
    ['flags', { flags: 0 }],
    ['status', { status: { code: 2 } }],
    ['attributes.search.count', { attributes: { ...SPAN.attributes, 'search.count': 4 } }],
    ['attributes.search.terms', { attributes: { ...SPAN.attributes, 'search.terms': ['refund', 'order'] } }],
    ['attributes.http.route', { attributes: { ...SPAN.attributes, 'http.route': '/' } }],
    ['attributes.search.count', { attributes: { 'search.terms': ['refund'] } }],
    ['events.0', { events: [] }],
    ['events.0.attributes.rank', { events: [{ name: 'hit', attributes: { rank: 2 } }] }],
    ['links.0', { links: [] }],
    ['resource.service.name', { resource: { 'service.name': 'other' } }],
    ['links', { links: undefined }],
  ])('finds another %s', (path, change) => {
    const [difference, ...others] = compareSpans([SPAN], [{ ...SPAN, ...change }]);
    expect(others).toEqual([]);
    expect(difference).toContain(`.${path}`);
  });

  test('finds a span that is missing, one that is new, and another order', () => {
    const other = { ...SPAN, name: 'rank', spanId: 'f'.repeat(16) };
    expect(compareSpans([SPAN, other], [SPAN])[0]).toBe('number of spans: 2 without botanu, 1 with it');
    expect(compareSpans([SPAN], [SPAN, other])[0]).toBe('number of spans: 1 without botanu, 2 with it');
    expect(compareSpans([SPAN, other], [other, SPAN])).not.toEqual([]);
  });
});

test('compareCalls finds a call that is missing and one in another place', () => {
  expect(compareCalls(['onStart a', 'onEnd a'], ['onStart a', 'onEnd a'])).toEqual([]);
  expect(compareCalls(['onStart a', 'onEnd a'], ['onStart a'])).not.toEqual([]);
  expect(compareCalls(['onStart a', 'onEnd a'], ['onEnd a', 'onStart a'])).not.toEqual([]);
});

describe('compareStarted', () => {
  const started: StartedSpan = {
    name: 'search',
    phase: 'during',
    traceId: 'a',
    spanId: 'b',
    flags: 0,
    recording: false,
    run: 'Support',
  };

  test('does not look at whether a span is recording', () => {
    expect(compareStarted([started], [{ ...started, recording: true }])).toEqual([]);
  });

  test.each<Partial<StartedSpan>>([{ flags: 1 }, { spanId: 'c' }, { run: null }, { error: 'RangeError' }])(
    'finds %j',
    (change) => {
      expect(compareStarted([started], [{ ...started, ...change }])).toHaveLength(1);
    },
  );
});

describe('compareHeaders', () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

  test('leaves out our entries of the baggage, wherever they stand', () => {
    const without = [{ path: '/1', headers: { traceparent, baggage: 'shop=eu-1' } }];
    const withBotanu = [
      { path: '/1', headers: { traceparent, baggage: 'botanu.run_id=r, shop=eu-1,botanu.workflow=w' } },
    ];
    expect(compareHeaders(without, withBotanu)).toEqual([]);
    expect(
      compareHeaders(
        [{ path: '/1', headers: {} }],
        [{ path: '/1', headers: { baggage: 'botanu.run_id=r' } }],
      ),
    ).toEqual([]);
  });

  test.each([
    { traceparent: traceparent.replace(/01$/, '00') },
    { traceparent: traceparent.replace('bb', 'cc') },
    { traceparent, baggage: 'shop=eu-2' },
    { traceparent, tracestate: 'vendor=1' },
    {},
  ])('finds %j', (headers) => {
    const calls = [{ path: '/1', headers: headers as Record<string, string> }];
    expect(compareHeaders([{ path: '/1', headers: { traceparent } }], calls)).toHaveLength(1);
  });
});

test('compareEndings finds a rejection, and does not look at the time', () => {
  const ended = { outcome: 'fulfilled', durationMs: 1 };
  const result = { flush: ended, shutdown: ended };
  expect(compareEndings(result, { ...result, flush: { ...ended, durationMs: 2 } })).toEqual([]);
  expect(compareEndings(result, { ...result, flush: { ...ended, outcome: 'rejected' } })).toHaveLength(1);
  expect(compareEndings(result, { ...result, shutdown: { ...ended, outcome: 'rejected' } })).toHaveLength(1);
});

test('compareChanges finds what is not restored, and what botanu has kept from changing', () => {
  expect(compareChanges(['tracer late'], ['tracer late'])).toEqual([]);
  expect(compareChanges(['tracer late'], ['provider._tracers', 'tracer late'])).toHaveLength(1);
  expect(compareChanges(['tracer late'], [])).toHaveLength(1);
});

describe('withOrdinalIds', () => {
  const span = (spanId: string, parentSpanId: string) => ({
    ...SPAN,
    traceId: '1'.repeat(16),
    spanId,
    parentSpanId,
  });
  const [root, child] = [
    span('6447631982689309089', '0'),
    span('4317763336971267564', '6447631982689309089'),
  ];
  const [otherRoot, otherChild] = [
    span('73299371653419', '0'),
    span('4789847586891154546', '73299371653419'),
  ];

  test('the same tree with other ids is the same', () => {
    expect(compareSpans([root, child], [otherRoot, otherChild])).not.toEqual([]);
    expect(compareSpans(withOrdinalIds([root, child]), withOrdinalIds([otherRoot, otherChild]))).toEqual([]);
  });

  test('another parent, and another trace, is another tree', () => {
    const orphan = { ...otherChild, parentSpanId: '4'.repeat(16) };
    const elsewhere = { ...otherChild, traceId: '4'.repeat(16) };
    for (const changed of [orphan, elsewhere]) {
      expect(compareSpans(withOrdinalIds([root, child]), withOrdinalIds([otherRoot, changed]))).not.toEqual(
        [],
      );
    }
  });

  test('flags, names and small numbers are no ids', () => {
    const text = 'search 00-01 flags 1 deadbeef facefacefaceface';
    expect(withOrdinalIds([text])).toEqual([text]);
  });
});
