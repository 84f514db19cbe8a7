/** @jest-environment <rootDir>/test/exporters-environment.ts */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { encodings, exportSpans, realSpans, traceExporter } from './real-exporters';
import { jsonSpans, send } from './support';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const parentContext = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: new TraceState('vendor=value'),
};
const linkContext = {
  traceId: 'f'.repeat(32),
  spanId: '1'.repeat(16),
  traceFlags: TraceFlags.NONE,
};

describe.each(encodings)('spans of a real provider, as $encoding with compression $compression', (how) => {
  it('arrive whole', async () => {
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'desk', 'service.replicas': 3 }),
      spanLimits: { attributeCountLimit: 14 },
      spanProcessors: [new SimpleSpanProcessor(traceExporter(how.encoding, receiver.url, how))],
    });
    const context = trace.setSpanContext(ROOT_CONTEXT, parentContext);
    const span = provider.getTracer('tickets', '1.2.3').startSpan(
      'resolve ünïcode 🎫',
      {
        kind: SpanKind.CLIENT,
        startTime: [1_700_000_000, 123_456_789],
        attributes: {
          text: 'naïve 漢字 🎫',
          empty: '',
          yes: true,
          no: false,
          zero: 0,
          integer: 42,
          negative: -42,
          safe: Number.MAX_SAFE_INTEGER,
          unsafe: 2 ** 60,
          unsafeNegative: -(2 ** 60),
          double: 0.1,
          texts: ['a', 'b'],
          numbers: [1, 2.5, -3],
          booleans: [true, false],
          onePastTheLimit: 'dropped',
        },
        links: [{ context: linkContext, attributes: { reason: 'retry' } }],
      },
      context,
    );
    span.addEvent('paid', { amount: 12.5 }, [1_700_000_000, 200_000_000]);
    span.addEvent('bare', [1_700_000_000, 300_000_000]);
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'no stock' });
    span.end([1_700_000_001, 1]);

    const [received] = await receiver.waitForSpans(1);
    await provider.shutdown();

    expect(received).toEqual({
      traceId: parentContext.traceId,
      spanId: span.spanContext().spanId,
      parentSpanId: parentContext.spanId,
      name: 'resolve ünïcode 🎫',
      kind: 3,
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      endTimeUnixNano: 1_700_000_001_000_000_001n,
      attributes: {
        text: 'naïve 漢字 🎫',
        empty: '',
        yes: true,
        no: false,
        zero: 0,
        integer: 42,
        negative: -42,
        safe: Number.MAX_SAFE_INTEGER,
        unsafe: 2n ** 60n,
        unsafeNegative: -(2n ** 60n),
        double: 0.1,
        texts: ['a', 'b'],
        numbers: [1, 2.5, -3],
        booleans: [true, false],
      },
      events: [
        { name: 'paid', timeUnixNano: 1_700_000_000_200_000_000n, attributes: { amount: 12.5 } },
        { name: 'bare', timeUnixNano: 1_700_000_000_300_000_000n, attributes: {} },
      ],
      links: [
        {
          traceId: linkContext.traceId,
          spanId: linkContext.spanId,
          attributes: { reason: 'retry' },
          flags: 0x100,
        },
      ],
      status: { code: 2, message: 'no stock' },
      flags: 0x301,
      traceState: 'vendor=value',
      droppedAttributesCount: 1,
      resource: { 'service.name': 'desk', 'service.replicas': 3 },
      scope: { name: 'tickets', version: '1.2.3' },
    });
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({
      signal: 'traces',
      method: 'POST',
      path: '/v1/traces',
      contentEncoding: how.compression === 'gzip' ? 'gzip' : undefined,
      status: 200,
      acceptedItemCount: 1,
    });
  });

  it('take 10,000 spans in one request', async () => {
    const spans = realSpans(...Array.from({ length: 10_000 }, (_, index) => `span ${index}`));

    await exportSpans(traceExporter(how.encoding, receiver.url, how), spans);

    expect(receiver.requests.map((request) => request.acceptedItemCount)).toEqual([10_000]);
    expect(receiver.spans.map((span) => span.name)).toEqual(spans.map((span) => span.name));
    expect(new Set(receiver.spans.map((span) => span.spanId)).size).toBe(10_000);
  });
});

jest.setTimeout(60_000);

it('keeps 60,000 spans', async () => {
  const spans = realSpans(...Array.from({ length: 10_000 }, (_, index) => `span ${index}`));

  for (let request = 0; request < 6; request += 1) {
    await exportSpans(traceExporter('protobuf', receiver.url, encodings[1]), spans);
  }

  expect(await receiver.waitForSpans(60_000)).toHaveLength(60_000);
});

it('keeps spans in the order in which they came', async () => {
  await send(`${receiver.url}/v1/traces`, jsonSpans('first', 'second'));
  await send(`${receiver.url}/v1/traces`, jsonSpans('third'));

  expect(receiver.spans.map((span) => span.name)).toEqual(['first', 'second', 'third']);
});

it('reads what a JSON sender left out as the defaults of OTLP', async () => {
  await send(`${receiver.url}/v1/traces`, jsonSpans('bare'));

  expect(receiver.spans).toEqual([
    {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentSpanId: undefined,
      name: 'bare',
      kind: 0,
      startTimeUnixNano: 0n,
      endTimeUnixNano: 0n,
      attributes: {},
      events: [],
      links: [],
      status: { code: 0, message: '' },
      flags: 0,
      traceState: '',
      droppedAttributesCount: 0,
      resource: {},
      scope: { name: '', version: '' },
    },
  ]);
});
