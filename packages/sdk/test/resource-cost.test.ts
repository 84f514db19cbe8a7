import { RunContext } from '@botanu/core';
import { contextWithRun, runAttributesOf } from '@botanu/core/authoring';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { context, type TracerProvider } from '@opentelemetry/api';
import { Attachment } from '../src/attachment';
import { ContentStore } from '../src/content-store';
import { createResourceMerger } from '../src/merged-resource';
import { type KnownProvider, recogniseProvider } from '../src/provider-shape';
import { HOST_LINES, RecordingProcessor } from './host-providers';
import { runSource } from './run-source';

jest.setTimeout(40_000);

const RUN = RunContext.create({ eventId: 'e1', customerId: 'c1', workflow: 'w1', environment: 'test' });

const S3_ANSWER = { 'rpc.system': 'aws-api', 'http.response.body.size': 512 };

function attachTo(provider: TracerProvider, exporting: RecordingProcessor, inferResourceCost: boolean): void {
  new Attachment(recogniseProvider(provider) as KnownProvider, {
    exporting,
    content: new ContentStore(),
    exportScope: 'all',
    enrichExisting: true,
    inferResourceCost,
    mergeResource: createResourceMerger({}),
  });
}

function getObject(provider: TracerProvider): void {
  const options = { attributes: S3_ANSWER };
  provider.getTracer('aws').startSpan('S3.GetObject', options, contextWithRun(context.active(), RUN)).end();
}

it.each(HOST_LINES)(
  'joined to $name: what we export says what it costs, what the host sees does not',
  ({ create }) => {
    const theirs = new RecordingProcessor();
    const ours = new RecordingProcessor();
    const provider = create([theirs]);
    attachTo(provider, ours, true);
    getObject(provider);
    expect(ours.ended[0]?.attributes).toMatchObject({
      'botanu.cloud_provider': 'aws',
      'botanu.bytes_transferred': 512,
      'botanu.run_id': RUN.runId,
    });
    expect(theirs.ended[0]?.attributes['botanu.cloud_provider']).toBeUndefined();
    expect(theirs.ended[0]?.attributes['botanu.bytes_transferred']).toBeUndefined();
  },
);

it.each(HOST_LINES)('joined to $name, with inferResourceCost: false: nothing is added', ({ create }) => {
  const ours = new RecordingProcessor();
  const provider = create([]);
  attachTo(provider, ours, false);
  getObject(provider);
  expect(ours.ended[0]?.attributes).toEqual({
    ...S3_ANSWER,
    ...runAttributesOf(contextWithRun(context.active(), RUN)),
  });
});

describe('standing alone', () => {
  let receiver: OtlpReceiver;
  beforeAll(async () => {
    receiver = await startOtlpReceiver();
  });
  afterAll(() => receiver.close());

  /** Makes one HTTP call over fetch and one over http, inside a run. */
  async function callTwice(options: string, environment: Readonly<Record<string, string>> = {}) {
    receiver.reset();
    const { errors, exitCode } = await runSource(
      `
        import { createServer, request } from 'node:http';
        import { disable, enable, event } from '@botanu/sdk';
        enable(${options});
        const server = createServer((incoming, response) => {
          incoming.resume().on('end', () => response.writeHead(200, { 'content-length': 5 }).end('hello'));
        }).listen(0, '127.0.0.1');
        await new Promise((resolve) => server.once('listening', resolve));
        const { port } = server.address();
        const headers = { 'content-length': 8 };
        await event({ eventId: 'e', customerId: 'c', workflow: 'w' }, async () => {
          await (await fetch('http://127.0.0.1:' + port + '/fetch')).text();
          await new Promise((resolve) => {
            request({ port, path: '/http', method: 'POST', headers }, (response) => response.resume().on('end', resolve)).end('question');
          });
        });
        server.close();
        await disable();
      `,
      { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment } },
    );
    expect([errors, exitCode]).toEqual(['', 0]);
    return (path: string): unknown[] =>
      receiver.spans
        .filter(({ attributes }) => String(attributes['url.full'] ?? '').endsWith(path))
        .map(({ attributes }) => attributes['botanu.bytes_transferred']);
  }

  it('bytes of HTTP bodies are counted, over http and over fetch', async () => {
    const bytesOf = await callTwice('');
    expect(bytesOf('/fetch')).toEqual([5]);
    expect(bytesOf('/http')).toEqual([13]);
  });

  it.each([
    ['inferResourceCost: false', '{ inferResourceCost: false }', {}],
    ['BOTANU_AUTO_INSTRUMENT_RESOURCES=false', '', { BOTANU_AUTO_INSTRUMENT_RESOURCES: 'false' }],
  ])('%s: the spans are there, and nothing is counted', async (_, options, environment) => {
    const bytesOf = await callTwice(options, environment);
    expect(bytesOf('/fetch')).toEqual([undefined]);
    expect(bytesOf('/http')).toEqual([undefined]);
  });
});
