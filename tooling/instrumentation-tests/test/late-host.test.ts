import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type Format, runApplication } from '../src/application';

jest.setTimeout(60_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const HTTP = '@opentelemetry/instrumentation-http';
const EXPRESS = '@opentelemetry/instrumentation-express';

interface Application extends Format {
  /** What it does before it starts its tracer. */
  readonly before: string;
  readonly loadExpress: string;
  readonly loadHttp: string;
}

const APPLICATIONS: readonly Application[] = [
  {
    name: 'an ES module',
    extension: 'mjs',
    nodeArguments: ['--import', '@botanu/sdk/register'],
    before: '',
    loadExpress: "(await import('express')).default",
    loadHttp: "await import('node:http')",
  },
  {
    name: 'an ES module with a loader of its own',
    extension: 'mjs',
    nodeArguments: ['--import', '@botanu/sdk/register'],
    before: "register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);",
    loadExpress: "(await import('express')).default",
    loadHttp: "await import('node:http')",
  },
  {
    name: 'CommonJS',
    extension: 'cjs',
    nodeArguments: ['--require', '@botanu/sdk/register'],
    before: '',
    loadExpress: "require('express')",
    loadHttp: "require('node:http')",
  },
];

/** Starts a tracer of its own, asks itself once, and prints the spans that it exported, as `kind scope name`. */
const sourceOf = ({ before, loadExpress, loadHttp }: Application) => `
  ${before}
  const ended = [];
  const traceExporter = {
    export(spans, done) {
      ended.push(...spans.map(({ name, kind, instrumentationScope }) => kind + ' ' + instrumentationScope.name + ' ' + name));
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  const sdk = new NodeSDK({
    traceExporter,
    instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()],
  });
  sdk.start();
  const express = ${loadExpress};
  const { get } = ${loadHttp};
  const app = express();
  app.get('/answer', (request, response) => response.json({ text: 'yes' }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = 'http://127.0.0.1:' + server.address().port + '/answer';
  await new Promise((resolve) => get(url, (response) => response.resume().once('end', resolve)));
  server.closeAllConnections();
  server.close();
  await sdk.shutdown();
  console.log(JSON.stringify(ended.sort()));
`;

const IMPORTS = {
  '{ register }': 'node:module',
  '{ NodeSDK }': '@opentelemetry/sdk-node',
  '{ HttpInstrumentation }': HTTP,
  '{ ExpressInstrumentation }': EXPRESS,
};

/** What the application's own tracer exports, with botanu loaded before it or without. */
async function hostSpans(application: Application, nodeArguments: readonly string[]): Promise<string[]> {
  const format = { ...application, nodeArguments };
  const result = await runApplication(IMPORTS, sourceOf(application), format, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  });
  expect(result.exitCode).toBe(0);
  expect(result.errors).not.toContain('BOTANU_');
  return JSON.parse(result.output) as string[];
}

it.each(APPLICATIONS)(
  'a tracer that is started after ours, in $name, makes the spans that it makes alone, each once',
  async (application) => {
    const alone = await hostSpans(application, []);
    expect(receiver.spans).toEqual([]);
    expect(alone.map((span) => span.split(' ')[0])).toEqual(expect.arrayContaining(['1', '2']));

    const beside = await hostSpans(application, application.nodeArguments);
    expect(beside).toEqual(alone);
    // The protocol counts kinds from 1.
    const ours = receiver.spans.map(({ kind, name, scope }) => `${Number(kind) - 1} ${scope.name} ${name}`);
    expect(ours.sort()).toEqual(alone);
  },
);

it.each(APPLICATIONS.slice(1))('in $name, that is one span for the route of express', async (application) => {
  const spans = await hostSpans(application, application.nodeArguments);
  expect(spans.filter((span) => span.includes(EXPRESS))).toEqual([`0 ${EXPRESS} request handler`]);
});
