import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { SDK_LINES } from '@botanu-tooling/test-tracing';
import { context, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { detectResources } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { type AnySpanExporter, DeliverySpanProcessor } from '../src';
import { balanceOf, compareIds, receivedIds } from './support';

type Export = (spans: readonly unknown[], done: (result: { code: number; error?: Error }) => void) => void;

function exporterThat(exports: Export): AnySpanExporter {
  return { export: exports as AnySpanExporter['export'], shutdown: () => Promise.resolve() };
}

function startWith(exporter: AnySpanExporter, options = {}) {
  const processor = new DeliverySpanProcessor({ exporter, handleExit: false, ...options });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer('test');
  const makeSpans = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      tracer.startSpan('work').end();
    }
  };
  return { processor, makeSpans };
}

it('hands spans to an exporter of the SDK, and shuts it down', async () => {
  const exporter = new InMemorySpanExporter();
  const { processor, makeSpans } = startWith(exporter);
  makeSpans(5000);
  await processor.forceFlush();
  expect(exporter.getFinishedSpans()).toHaveLength(5000);
  await processor.shutdown();
  expect(processor.getStats()).toMatchObject({ created: 5000, delivered: 5000, dropped: {} });
});

it.each([
  [1, {}],
  [4, { maxConcurrentExports: 4 }],
])('calls export() at most %i at a time', async (limit, options) => {
  let running = 0;
  let most = 0;
  const { processor, makeSpans } = startWith(
    exporterThat((_, done) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        done({ code: 0 });
      }, 10);
    }),
    options,
  );
  makeSpans(20_000);
  await processor.shutdown();
  expect(most).toBe(limit);
  expect(processor.getStats().delivered).toBe(20_000);
});

it.each<[string, Export]>([
  ['says that it failed', (_, done) => done({ code: 1, error: new RangeError('no') })],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['never answers', () => {}],
])('counts the spans of an exporter that %s', async (_, exports) => {
  const { processor, makeSpans } = startWith(exporterThat(exports), { requestTimeoutMs: 100 });
  makeSpans(10);
  await processor.shutdown();
  const stats = processor.getStats();
  expect(stats).toMatchObject({ delivered: 0, queued: 0, dropped: { export_failed: 10 } });
  expect(balanceOf(stats)).toBe(0);
});

it('does not wait for an exporter that never shuts down', async () => {
  const exporter = { export: () => {}, shutdown: () => new Promise<void>(() => {}) };
  const { processor } = startWith(exporter, { shutdownTimeoutMs: 100 });
  await processor.shutdown();
});

describe.each(SDK_LINES)('$name', ({ start }) => {
  let receiver: OtlpReceiver;
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.close());

  it('spans arrive with their parents and scopes', async () => {
    const processor = new DeliverySpanProcessor({ url: `${receiver.url}/v1/traces`, handleExit: false });
    const tracing = start({ processors: [processor] });
    const tracer = trace.getTracer('library', '1.2.3');
    const ids = tracer.startActiveSpan('parent', (parent) => {
      const child = tracer.startSpan('child', { attributes: { tokens: 3 } });
      child.end();
      parent.end();
      return [child.spanContext().spanId, parent.spanContext().spanId];
    });
    await processor.forceFlush();
    expect(compareIds(ids, receivedIds(receiver))).toEqual({
      missingCount: 0,
      duplicateCount: 0,
      foreignCount: 0,
    });
    const [child, parent] = ['child', 'parent'].map((name) =>
      receiver.spans.find((span) => span.name === name),
    );
    expect(child).toMatchObject({
      parentSpanId: ids[1],
      attributes: { tokens: 3 },
      scope: { name: 'library', version: '1.2.3' },
    });
    expect(parent?.parentSpanId).toBeUndefined();
    expect(parent?.resource).toMatchObject({ 'telemetry.sdk.language': 'nodejs' });
    await tracing.stop();
  });

  it('untraced: what an exporter does makes no spans', async () => {
    let isSuppressed = false;
    const processor = new DeliverySpanProcessor({
      exporter: exporterThat((_, done) => {
        isSuppressed = isTracingSuppressed(context.active());
        done({ code: 0 });
      }),
      handleExit: false,
    });
    const tracing = start({ processors: [processor] });
    trace.getTracer('test').startSpan('work').end();
    await processor.forceFlush();
    expect(isSuppressed).toBe(true);
    await tracing.stop();
  });
});

it('delivers what was recorded and not sampled', async () => {
  const exporter = new InMemorySpanExporter();
  const processor = new DeliverySpanProcessor({ exporter, handleExit: false });
  const provider = new BasicTracerProvider({
    sampler: { shouldSample: () => ({ decision: 1 }), toString: () => 'record only' },
    spanProcessors: [processor],
  });
  provider.getTracer('test').startSpan('recorded').end();
  await processor.shutdown();
  expect(processor.getStats()).toMatchObject({ created: 1, delivered: 1 });
});

it('waits for what detectors find out about the process', async () => {
  const receiver = await startOtlpReceiver();
  const processor = new DeliverySpanProcessor({ url: `${receiver.url}/v1/traces`, handleExit: false });
  const hostId = new Promise<string>((resolve) => setTimeout(() => resolve('h-1'), 50));
  const provider = new BasicTracerProvider({
    resource: detectResources({ detectors: [{ detect: () => ({ attributes: { 'host.id': hostId } }) }] }),
    spanProcessors: [processor],
  });
  provider.getTracer('test').startSpan('work').end();
  await processor.shutdown();
  expect(receiver.spans[0]?.resource).toMatchObject({ 'host.id': 'h-1' });
  await receiver.close();
});
