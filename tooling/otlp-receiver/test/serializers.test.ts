import type { Attributes as OtelAttributes } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../src/index';
import { jsonType, protobufType, send } from './support';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
afterAll(() => receiver.close());

const text = fc.string({ unit: 'binary' });
const key = fc.string({ unit: 'binary', minLength: 1 });
// JSON cannot say what is not finite, and the JSON serializer writes integers past 64 bits where OTLP forbids it.
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 60, -(2 ** 63), 2 ** 62),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
);
const value = fc.oneof(text, number, fc.boolean(), fc.array(text), fc.array(number), fc.array(fc.boolean()));
const attributes = fc.dictionary(key, value, { maxKeys: 8 });
// From the epoch to the last second of which OTLP can write the nanoseconds.
const time = fc.tuple(fc.nat(4_000_000_000), fc.nat(999_999_999));
const spanOptions = fc.record({
  name: text,
  kind: fc.constantFrom(0, 1, 2, 3, 4),
  attributes,
  startTime: time,
  event: fc.record({ name: text, attributes, time }),
  linkAttributes: attributes,
  status: fc.record({ code: fc.constantFrom(0, 1, 2), message: text }),
  resource: attributes,
  scope: fc.record({ name: text, version: text }),
});

/** An attribute as the receiver gives it: an integer past the safe range as `bigint`, and one zero. */
function expectedValue(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(expectedValue);
  if (typeof given !== 'number' || !Number.isInteger(given)) return given;
  return Number.isSafeInteger(given) ? given + 0 : BigInt(given);
}

function expectedAttributes(given: OtelAttributes = {}): object {
  return Object.fromEntries(Object.entries(given).map(([name, content]) => [name, expectedValue(content)]));
}

function nanos([seconds, nanoseconds]: [number, number]): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}

async function receive(contentType: string, body: Uint8Array | undefined): Promise<ReceivedSpan | undefined> {
  receiver.reset();
  const answer = await send(`${receiver.url}/v1/traces`, body ?? '', { 'content-type': contentType });
  expect(answer.status).toBe(200);
  return receiver.spans[0];
}

it('reads what the real serializers wrote, the same from protobuf and from JSON', async () => {
  await fc.assert(
    fc.asyncProperty(spanOptions, async (options) => {
      const memory = new InMemorySpanExporter();
      const provider = new BasicTracerProvider({
        resource: resourceFromAttributes(options.resource),
        spanProcessors: [new SimpleSpanProcessor(memory)],
      });
      const { scope, status, event, linkAttributes, ...rest } = options;
      const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
      const live = provider
        .getTracer(scope.name, scope.version)
        .startSpan(options.name, { ...rest, links: [{ context, attributes: linkAttributes }] });
      live.addEvent(event.name, event.attributes, event.time);
      live.setStatus(status);
      live.end();
      const [span] = memory.getFinishedSpans();
      if (!span) throw new Error('the provider finished no span');

      const fromProtobuf = await receive(protobufType, ProtobufTraceSerializer.serializeRequest([span]));
      const fromJson = await receive(jsonType, JsonTraceSerializer.serializeRequest([span]));

      expect(fromProtobuf).toEqual(fromJson);
      expect(fromProtobuf).toEqual({
        traceId: span.spanContext().traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: undefined,
        name: options.name,
        kind: options.kind + 1,
        startTimeUnixNano: nanos(options.startTime),
        endTimeUnixNano: nanos(span.endTime),
        attributes: expectedAttributes(span.attributes),
        events: [
          {
            name: event.name,
            timeUnixNano: nanos(event.time),
            attributes: expectedAttributes(span.events[0]?.attributes),
          },
        ],
        links: [
          {
            traceId: context.traceId,
            spanId: context.spanId,
            flags: 0x101,
            attributes: expectedAttributes(span.links[0]?.attributes),
          },
        ],
        status: { code: span.status.code, message: span.status.message ?? '' },
        flags: 0x101,
        traceState: '',
        droppedAttributesCount: 0,
        resource: expectedAttributes(span.resource.attributes),
        scope: { name: span.instrumentationScope.name, version: scope.version },
      });
    }),
  );
});
