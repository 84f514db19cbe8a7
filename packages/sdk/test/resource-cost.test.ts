import { RunContext } from '@botanu/core';
import { contextWithRun } from '@botanu/core/authoring';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { context } from '@opentelemetry/api';
import { Attachment } from '../src/attachment';
import { ContentStore } from '../src/content-store';
import { createResourceMerger } from '../src/merged-resource';
import { type KnownProvider, recogniseProvider } from '../src/provider-shape';
import { HOST_LINES, RecordingProcessor } from './host-providers';
import { runSource } from './run-source';

jest.setTimeout(40_000);

const RUN = RunContext.create({ eventId: 'e1', customerId: 'c1', workflow: 'w1', environment: 'test' });

it.each(HOST_LINES)(
  'joined to $name: what we export says what it costs, what the host sees does not',
  ({ create }) => {
    const theirs = new RecordingProcessor();
    const ours = new RecordingProcessor();
    const provider = create([theirs]);
    new Attachment(recogniseProvider(provider) as KnownProvider, {
      exporting: ours,
      content: new ContentStore(),
      exportScope: 'all',
      enrichExisting: true,
      inferResourceCost: true,
      mergeResource: createResourceMerger({}),
    });
    const attributes = { 'rpc.system': 'aws-api', 'http.response.body.size': 512 };
    provider
      .getTracer('aws')
      .startSpan('S3.GetObject', { attributes }, contextWithRun(context.active(), RUN))
      .end();
    expect(ours.ended[0]?.attributes).toMatchObject({
      'botanu.cloud_provider': 'aws',
      'botanu.bytes_transferred': 512,
      'botanu.run_id': RUN.runId,
    });
    expect(theirs.ended[0]?.attributes['botanu.cloud_provider']).toBeUndefined();
    expect(theirs.ended[0]?.attributes['botanu.bytes_transferred']).toBeUndefined();
  },
);

describe('standing alone', () => {
  let receiver: OtlpReceiver;
  beforeAll(async () => {
    receiver = await startOtlpReceiver();
  });
  afterAll(() => receiver.close());

  it('bytes of HTTP bodies are counted, over http and over fetch', async () => {
    const { errors, exitCode } = await runSource(
      `
        import { createServer, request } from 'node:http';
        import { disable, enable, event } from '@botanu/sdk';
        enable();
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
      { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } },
    );
    expect([errors, exitCode]).toEqual(['', 0]);
    const bytesOf = (path: string): unknown[] =>
      receiver.spans
        .filter(({ attributes }) => String(attributes['url.full'] ?? '').endsWith(path))
        .map(({ attributes }) => attributes['botanu.bytes_transferred']);
    expect(bytesOf('/fetch')).toEqual([5]);
    expect(bytesOf('/http')).toEqual([13]);
  });
});
