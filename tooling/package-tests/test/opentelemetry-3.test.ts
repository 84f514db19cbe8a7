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
