import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

jest.setTimeout(40_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const RECORD = `
  metrics.getMeter('app').createHistogram('gen_ai.client.token.usage', { unit: '{token}' }).record(5);
  metrics.getMeter('app').createHistogram('gen_ai.client.operation.duration', { unit: 's' }).record(0.03);
`;

const program = (body: string) => `
  import { createRequire } from 'node:module';
  import { metrics } from '@opentelemetry/api';
  import { disable, enable, flush } from '@botanu/sdk';
  ${body}
`;

const asked = () => ({
  BOTANU_METRICS_ENABLED: 'true',
  BOTANU_SERVICE_NAME: 'desk',
  BOTANU_COLLECTOR_ENDPOINT: receiver.url,
  // For another endpoint: it must not travel to ours.
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-other-key=secret',
});

describe('metrics', () => {
  it('go out by OTLP with the boundaries of the GenAI conventions, where they are asked for', async () => {
    const { errors } = await runSource(program(`enable(); ${RECORD} await disable();`), {
      environment: asked(),
    });
    expect(errors).toBe('');
    const named = new Map(receiver.metrics.map((metric) => [metric.name, metric]));
    expect(named.get('gen_ai.client.token.usage')).toMatchObject({
      type: 'histogram',
      resource: { 'service.name': 'desk', 'telemetry.distro.name': '@botanu/sdk' },
      dataPoints: [{ sum: 5, explicitBounds: Array.from({ length: 14 }, (_, power) => 4 ** power) }],
    });
    expect(named.get('gen_ai.client.operation.duration')).toMatchObject({
      dataPoints: [{ explicitBounds: Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power) }],
    });
    expect(receiver.requests.every(({ headers }) => headers['x-other-key'] === undefined)).toBe(true);
    expect(receiver.requests.find(({ path }) => path === '/v1/metrics')).toMatchObject({
      contentType: 'application/x-protobuf',
    });
  });

  it('leave with flush(), and at the end of a script that does not call disable()', async () => {
    const { output } = await runSource(
      program(`
        enable();
        ${RECORD}
        await flush();
        console.log('flushed');
        metrics.getMeter('app').createCounter('late').add(1);
      `),
      { environment: asked() },
    );
    expect(output).toBe('flushed\n');
    const sent = receiver.metrics.map(({ name }) => name);
    expect(sent).toContain('gen_ai.client.token.usage');
    expect(sent).toContain('late');
  });

  it("are nobody's, and no part of OpenTelemetry's metrics is loaded, where nobody asks", async () => {
    const { output } = await runSource(
      program(`
        enable();
        ${RECORD}
        await disable();
        const loaded = Object.keys(createRequire('/').cache).filter((path) => /sdk-metrics|meter-provider/.test(path));
        console.log(JSON.stringify(loaded));
      `),
      { environment: { ...asked(), BOTANU_METRICS_ENABLED: 'false' } },
    );
    expect(JSON.parse(output)).toEqual([]);
    expect(receiver.metrics).toEqual([]);
  });

  it('hold up the end of a script, where the collector hangs, no longer than spans do', async () => {
    receiver.misbehaveAlways({ type: 'never', keep: false });
    // With the 30 s that a request may take otherwise, this test would run out of time.
    const { exitCode } = await runSource(program(`enable(); ${RECORD}`), {
      environment: {
        ...asked(),
        BOTANU_SHUTDOWN_TIMEOUT_MILLIS: '500',
        BOTANU_AUTO_INSTRUMENTATION: 'false',
      },
    });
    expect(exitCode).toBe(0);
  }, 20_000);

  it('stay with the MeterProvider that is registered already', async () => {
    const { output } = await runSource(
      program(`
        const theirs = { getMeter: () => { throw new Error('only a marker'); } };
        metrics.setGlobalMeterProvider(theirs);
        enable();
        console.log(metrics.getMeterProvider() === theirs);
        await disable();
        console.log(metrics.getMeterProvider() === theirs);
      `),
      { environment: { ...asked(), BOTANU_AUTO_INSTRUMENTATION: 'false' } },
    );
    expect(output).toBe('true\ntrue\n');
  });
});
