import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { type Payload, splitPayload } from '../src/split-payload';

jest.setTimeout(60_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

/** What a collector reads in a payload. */
async function spansIn(payload: Uint8Array) {
  receiver.reset();
  const response = await fetch(`${receiver.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: Buffer.from(payload),
  });
  expect(response.status).toBe(200);
  return [...receiver.spans];
}

/** Real spans of some resources and scopes. */
function payloadOf(
  spans: readonly { readonly resource: number; readonly scope: number; readonly size: number }[],
) {
  const exporter = new InMemorySpanExporter();
  const providers = [0, 1].map(
    (number) =>
      new BasicTracerProvider({
        resource: resourceFromAttributes({ number }),
        spanProcessors: [new SimpleSpanProcessor(exporter)],
      }),
  );
  for (const { resource, scope, size } of spans) {
    const tracer = providers[resource]?.getTracer(`scope ${scope}`, '1.0', {
      schemaUrl: 'https://example.com',
    });
    tracer?.startSpan('work', { attributes: { content: 'x'.repeat(size) } }).end();
  }
  const payload = ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) ?? new Uint8Array();
  return { payload, spanCount: spans.length };
}

const anySpans = fc.array(fc.record({ resource: fc.nat(1), scope: fc.nat(2), size: fc.nat(300) }), {
  minLength: 2,
  maxLength: 20,
});

it('both halves together are the whole: each span once, with its resource and its scope', async () => {
  await fc.assert(
    fc.asyncProperty(anySpans, async (spans) => {
      const whole = payloadOf(spans);
      const halves = splitPayload(whole) as readonly [Payload, Payload];
      const parts = [await spansIn(halves[0].payload), await spansIn(halves[1].payload)];
      expect(parts.map((part) => part.length)).toEqual(halves.map(({ spanCount }) => spanCount));
      expect(parts.flat()).toEqual(await spansIn(whole.payload));
    }),
    { numRuns: 50 },
  );
});

it('does not split a single span, nor what it cannot read', () => {
  expect(splitPayload(payloadOf([{ resource: 0, scope: 0, size: 5 }]))).toBeUndefined();
  expect(splitPayload({ payload: Buffer.from('nonsense'), spanCount: 5 })).toBeUndefined();
});

it('whatever the bytes are, splitting them ends without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 10 }), (payload, spanCount) => {
      splitPayload({ payload, spanCount });
    }),
    { numRuns: 1000 },
  );
});
