import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type Attributes, metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { DeliverySpanProcessor } from '../src';
import { startSender } from './support';

let receiver: OtlpReceiver;
let exporter: InMemoryMetricExporter;
let meterProvider: MeterProvider;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
  exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
  });
});

afterEach(async () => {
  metrics.disable();
  await meterProvider.shutdown();
  await receiver.close();
});

/** Every data point of the last collection, by metric: the value and the error type. */
async function collect(): Promise<Record<string, readonly (readonly [unknown, Attributes])[]>> {
  exporter.reset();
  await meterProvider.forceFlush();
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
  const all = scopes.flatMap(({ metrics: collected }) => collected);
  return Object.fromEntries(
    all.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ value, attributes }) => [value, attributes] as const),
    ]),
  );
}

it.each([
  ['the provider that was given', true],
  ['a global provider that is registered later', false],
])('counts what is processed and exported: %s', async (_, isGiven) => {
  const sender = startSender(receiver, { ...(isGiven ? { meterProvider } : {}), maxQueueSize: 600 });
  if (!isGiven) {
    metrics.setGlobalMeterProvider(meterProvider);
  }
  receiver.misbehave({ type: 'partialSuccess', rejected: 5 });
  sender.makeSpans(700);
  await sender.processor.forceFlush();
  sender.makeSpans(50);
  await sender.processor.forceFlush();
  const collected = await collect();
  const processor = {
    'otel.component.type': 'DeliverySpanProcessor',
    'otel.component.name': expect.stringMatching(/^DeliverySpanProcessor\/\d+$/),
  };
  const { hostname, port } = new URL(receiver.url);
  const otlp = {
    'otel.component.type': 'otlp_http_span_exporter',
    'otel.component.name': expect.stringMatching(/^otlp_http_span_exporter\/\d+$/),
    'server.address': hostname,
    'server.port': Number(port),
  };
  expect(collected).toMatchObject({
    'otel.sdk.processor.span.processed': [
      [645, processor],
      [100, { ...processor, 'error.type': 'queue_full' }],
    ],
    'otel.sdk.processor.span.queue.size': [[0, processor]],
    'otel.sdk.processor.span.queue.capacity': [[600, processor]],
    'otel.sdk.exporter.span.exported': [
      [645, otlp],
      [5, { ...otlp, 'error.type': 'rejected' }],
    ],
    'otel.sdk.exporter.span.inflight': [[0, otlp]],
  });
  expect(collected['otel.sdk.exporter.operation.duration']?.[0]?.[1]).toMatchObject(otlp);
  await sender.processor.shutdown();
});

it('says how long each request took, and what the collector answered', async () => {
  const sender = startSender(receiver, { meterProvider });
  receiver.misbehave({ type: 'status', status: 503 }, { type: 'status', status: 413 });
  sender.makeSpans(2);
  await sender.processor.shutdown();
  const durations = (await collect())['otel.sdk.exporter.operation.duration'] ?? [];
  expect(
    durations.map(([, attributes]) => [attributes['http.response.status_code'], attributes['error.type']]),
  ).toEqual([
    [503, '503'],
    [413, '413'],
    [200, undefined],
  ]);
});

it('a span that ends after shutdown() is called so by the conventions', async () => {
  const sender = startSender(receiver, { meterProvider });
  const shutdown = sender.processor.shutdown();
  sender.makeSpans(3);
  const processed = (await collect())['otel.sdk.processor.span.processed'] ?? [];
  expect(processed.map(([value, attributes]) => [value, attributes['error.type']])).toEqual([
    [0, undefined],
    [3, 'already_shutdown'],
  ]);
  await shutdown;
});

it('names the exporter that it was given, not one of OTLP', async () => {
  const processor = new DeliverySpanProcessor({
    exporter: new InMemorySpanExporter(),
    meterProvider,
    handleExit: false,
  });
  new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('work').end();
  await processor.forceFlush();
  const [exported] = (await collect())['otel.sdk.exporter.span.exported'] ?? [];
  expect(exported).toEqual([
    1,
    {
      'otel.component.type': 'InMemorySpanExporter',
      'otel.component.name': expect.stringMatching(/^InMemorySpanExporter\/\d+$/),
    },
  ]);
  await processor.shutdown();
});
