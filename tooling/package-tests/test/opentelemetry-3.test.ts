import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, createConsumerOf } from '../src/consumer';

/** OpenTelemetry 3.x needs Node 22; it has providers without `addSpanProcessor`, and processors that take options. */
const NODE_22 = ['npx', '-y', '-p', 'node@22.23.3', 'node'];

const PROGRAM = `
  import { context, propagation, trace } from '@opentelemetry/api';
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
  import { continueRun, event, injectRunContext, step } from '@botanu/core';
  import { ResourceEnricher, RunContextEnricher } from '@botanu/processors';

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new RunContextEnricher(), new ResourceEnricher(), new SimpleSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);

  let runId;
  const carrier = await event({ eventId: 'e-1', customerId: 'c-1', workflow: 'Support' }, async (run) => {
    runId = run.runId;
    await Promise.resolve();
    step('retrieval', () => trace.getTracer('app').startSpan('inside', { attributes: { 'rpc.system': 'aws-api' } }).end());
    return injectRunContext({});
  });
  continueRun(carrier, () => trace.getTracer('app').startSpan('received').end());
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  const traceIds = new Set(spans.map((span) => span.spanContext().traceId));
  console.log(JSON.stringify({
    runId,
    traces: traceIds.size,
    clouds: spans.map(({ attributes }) => attributes['botanu.cloud_provider']),
    stamped: spans.map(({ name, attributes }) => [name, attributes['botanu.run_id'], attributes['botanu.step']]),
  }));
`;

const DOCUMENT = join(__dirname, '../../../docs/existing-opentelemetry.md');

/** The set-up by hand, as the documentation has it for 3.x, and what comes of it. */
const BY_HAND = `
  ${/^```js\n([\s\S]*?)^```$/m.exec(readFileSync(DOCUMENT, 'utf8'))?.[1]}
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
  import { TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
  import { event } from '@botanu/core';
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  for (let index = 0; index < 300; index += 1) {
    event({ eventId: 'e-' + index, customerId: 'c-1', workflow: 'Support' }, () => {
      trace.getTracer('app').startSpan('inside').end();
    });
  }
  await provider.forceFlush();
  const idsOf = (exporter) => exporter.getFinishedSpans().map((span) => span.spanContext().traceId).sort();
  const sampler = new TraceIdRatioBasedSampler(0.1);
  const isKept = (traceId) => sampler.shouldSample(ROOT_CONTEXT, traceId, 'x', 0, {}, []).decision === 2;
  const everything = costExporter.getFinishedSpans();
  console.log(JSON.stringify({
    all: everything.length,
    stamped: everything.filter(({ attributes }) => attributes['botanu.run_id'] !== undefined).length,
    kept: idsOf(otherExporter),
    expected: idsOf(costExporter).filter(isKept),
  }));
`;

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumerOf(
    ['core', 'processors'],
    [
      '@opentelemetry/api@1.10.0',
      '@opentelemetry/sdk-trace@3.1.1',
      '@opentelemetry/context-async-hooks@3.1.1',
    ],
  );
  consumer.write('program.mjs', PROGRAM);
  consumer.write('by-hand.mjs', BY_HAND);
}, 300_000);

afterAll(() => consumer.remove());

test('runs are stamped and carried with OpenTelemetry 3.x and the API 1.10', async () => {
  const { runId, traces, clouds, stamped } = JSON.parse(await consumer.run([...NODE_22, 'program.mjs']));
  expect(stamped).toEqual([
    ['inside', runId, 'retrieval'],
    ['botanu.step/retrieval', runId, 'retrieval'],
    ['botanu.run/Support', runId, null],
    ['received', runId, null],
  ]);
  expect(traces).toBe(1);
  expect(clouds).toEqual(['aws', null, null, null]);
}, 300_000);

test('the set-up by hand that the documentation shows keeps what a sampler of 3.x would have kept', async () => {
  const { all, stamped, kept, expected } = JSON.parse(await consumer.run([...NODE_22, 'by-hand.mjs']));
  expect([all, stamped]).toEqual([600, 600]);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.length).toBeLessThan(150);
  expect(kept).toEqual(expected);
}, 300_000);
