import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { trackLlmCall, trackToolCall } from '../src';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const provider = new MeterProvider({ readers: [reader] });

beforeEach(() => {
  metrics.setGlobalMeterProvider(provider);
  exporter.reset();
});
afterEach(() => metrics.disable());
afterAll(() => provider.shutdown());

async function collect() {
  await provider.forceFlush();
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics);
}

const openai = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
};

it('a model call: tokens, duration, attempts', async () => {
  const response = {
    model: 'gpt-4o-2024-08-06',
    choices: [{}],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
  };
  trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, (call) => void call.setResponse(response));
  expect(() =>
    trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, () => {
      throw new RangeError('no');
    }),
  ).toThrow('no');

  const [tokens, duration, attempts] = await collect();
  const answered = { ...openai, 'gen_ai.response.model': 'gpt-4o-2024-08-06' };
  expect(tokens?.descriptor).toMatchObject({ name: 'gen_ai.client.token.usage', unit: '{token}' });
  expect(tokens?.dataPoints.map(({ attributes, value }) => [attributes, value])).toEqual([
    [{ ...answered, 'gen_ai.token.type': 'input' }, expect.objectContaining({ sum: 10 })],
    [{ ...answered, 'gen_ai.token.type': 'output' }, expect.objectContaining({ sum: 5 })],
  ]);
  expect(tokens?.dataPoints[0]?.value).toMatchObject({
    buckets: {
      boundaries: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    },
  });
  expect(duration?.descriptor).toMatchObject({ name: 'gen_ai.client.operation.duration', unit: 's' });
  expect(duration?.dataPoints.map(({ attributes }) => attributes)).toEqual([
    answered,
    { ...openai, 'error.type': 'RangeError' },
  ]);
  expect(duration?.dataPoints[0]?.value).toMatchObject({
    buckets: {
      boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    },
  });
  expect(attempts?.descriptor).toMatchObject({ name: 'botanu.gen_ai.attempts', unit: '{attempt}' });
  expect(attempts?.dataPoints.map(({ attributes, value }) => [attributes.status, value])).toEqual([
    ['success', 1],
    ['error', 1],
  ]);
});

it('a tool call: duration, executions', async () => {
  trackToolCall({ toolName: 'search' }, () => {});
  trackToolCall({ toolName: 'search' }, (tool) => void tool.setResult({ success: false }));
  const [duration, executions] = await collect();
  expect(duration?.descriptor).toMatchObject({ name: 'botanu.tool.duration', unit: 's' });
  expect(executions?.descriptor).toMatchObject({ name: 'botanu.tool.executions', unit: '{execution}' });
  expect(executions?.dataPoints.map(({ attributes, value }) => [attributes, value])).toEqual([
    [{ 'gen_ai.tool.name': 'search', status: 'success' }, 1],
    [{ 'gen_ai.tool.name': 'search', status: 'error' }, 1],
  ]);
});

it('without a provider nothing is recorded, and one that is registered later is used', async () => {
  metrics.disable();
  trackToolCall({ toolName: 'search' }, () => {});
  metrics.setGlobalMeterProvider(provider);
  trackToolCall({ toolName: 'search' }, () => {});
  const [, executions] = await collect();
  expect(executions?.dataPoints.map(({ value }) => value)).toEqual([1]);
});
