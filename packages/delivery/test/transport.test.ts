import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { parseRetryAfter } from '../src/backoff';
import { runSender } from './run-sender';
import { startSender, until } from './support';

jest.setTimeout(30_000);

/** A server that counts connections and answers as it is told. */
async function startServer(answer: (request: IncomingMessage) => { status: number; body?: string }) {
  let connectionCount = 0;
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => {
      const { status, body = '' } = answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  server.on('connection', () => {
    connectionCount += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connectionCount: () => connectionCount,
    closeIdleConnections: () => server.closeIdleConnections(),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

it('compresses, keeps its connection, and sends the headers that it was given', async () => {
  const server = await startServer(() => ({ status: 200 }));
  const sender = startSender(server, { headers: { 'x-api-key': 'k' } });
  for (let turn = 0; turn < 5; turn += 1) {
    sender.makeSpans(1);
    await sender.processor.forceFlush();
  }
  expect(server.connectionCount()).toBe(1);
  expect(server.requests[4]?.headers).toMatchObject({
    'x-api-key': 'k',
    'content-encoding': 'gzip',
    'content-type': 'application/x-protobuf',
  });
  await sender.processor.shutdown();
  await server.close();
});

it('does not compress where it is told not to', async () => {
  const sender = startSender(receiver, { compression: 'none' });
  sender.makeSpans(3);
  await sender.processor.shutdown();
  expect(receiver.spans).toHaveLength(3);
  expect(receiver.requests[0]?.contentEncoding).toBeUndefined();
});

it('speaks TLS, trusts whom it is told to trust, and nobody else', async () => {
  const [ca, key] = ['crt', 'key'].map((name) => readFileSync(join(__dirname, `fixtures/localhost.${name}`)));
  let requestCount = 0;
  const server = createHttpsServer({ cert: ca, key }, (request, response) => {
    requestCount += 1;
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  const trusting = startSender({ url }, { tls: { ca: ca as Buffer } });
  trusting.makeSpans(3);
  await trusting.processor.shutdown();
  expect(trusting.processor.getStats()).toMatchObject({ delivered: 3 });
  const distrusting = startSender({ url }, { shutdownTimeoutMs: 200 });
  distrusting.makeSpans(3);
  await distrusting.processor.shutdown();
  expect(distrusting.processor.getStats()).toMatchObject({ delivered: 0, dropped: { shutdown_timeout: 3 } });
  expect(requestCount).toBe(1);
  server.close();
  server.closeAllConnections();
});

it('a connection that the server closed as idle costs nothing', async () => {
  const server = await startServer(() => ({ status: 200 }));
  const sender = startSender(server);
  for (let turn = 0; turn < 3; turn += 1) {
    sender.makeSpans(1);
    await sender.processor.forceFlush();
    server.closeIdleConnections();
  }
  await sender.processor.shutdown();
  expect(sender.processor.getStats()).toMatchObject({ delivered: 3, dropped: {} });
  await server.close();
});

it('reads a partial success in JSON, and does not choke on an answer without end', async () => {
  const answers = ['{"partialSuccess":{"rejectedSpans":"2"}}', 'nonsense', 'x'.repeat(10_000_000)];
  const server = await startServer(() => ({ status: 200, body: answers.shift() ?? '' }));
  const sender = startSender(server);
  for (let turn = 0; turn < 3; turn += 1) {
    sender.makeSpans(5);
    await sender.processor.forceFlush();
  }
  await sender.processor.shutdown();
  expect(sender.processor.getStats()).toMatchObject({ delivered: 13, dropped: { rejected: 2 } });
  await server.close();
});

it("its requests are neither traced nor carry anybody's context, also under instrumented http", async () => {
  const source = `
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
    const { registerInstrumentations } = require('@opentelemetry/instrumentation');
    const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
    const { W3CTraceContextPropagator } = require('@opentelemetry/core');
    const { context, propagation, trace } = require('@opentelemetry/api');
    const provider = new BasicTracerProvider({ spanProcessors: [processor] });
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
    const http = require('node:http');
    await provider.getTracer('app').startActiveSpan('request', async (span) => {
      // Proves that http is instrumented.
      await new Promise((resolve) => http.get(process.env.URL, (response) => response.resume().on('end', resolve)));
      span.end();
      await processor.forceFlush();
    });
    await sleep(500);
  `;
  const result = await runSender(source, { url: receiver.url });
  expect(result).toMatchObject({ exitCode: 0, errors: '' });
  expect(receiver.spans.map(({ name }) => name).sort()).toEqual(['GET', 'request']);
  const posts = receiver.requests.filter(({ method }) => method === 'POST');
  expect(posts.length).toBeGreaterThan(0);
  expect(posts.map(({ headers }) => headers.traceparent)).toEqual(posts.map(() => undefined));
});

it('prints neither key nor password, whatever fails', async () => {
  receiver.misbehave({ type: 'status', status: 401, message: 'the key top-secret is wrong' });
  const result = await runSender(
    `
      diag.setLogger(new DiagConsoleLogger(), { logLevel: DiagLogLevel.ALL });
      make(3);
      await processor.forceFlush();
      make(3);
    `,
    {
      url: receiver.url.replace('http://', 'http://user:top-secret@'),
      options: { headers: { authorization: 'Bearer top-secret' } },
    },
  );
  expect(result.errors + result.output).toContain('(HTTP 401)');
  expect(result.errors + result.output).toContain('Look at the key in the headers');
  expect(result.errors + result.output).not.toContain('top-secret');
  expect(receiver.requests[0]?.headers.authorization).toBe('Bearer top-secret');
});

it.each([
  [400, 'Does it take OTLP over HTTP in protobuf?'],
  [401, 'Look at the key in the headers.'],
  [403, 'Look at the key in the headers, and at what it allows.'],
])('says once that the collector answers %i, and what to do', async (status, advice) => {
  receiver.misbehaveAlways({ type: 'status', status });
  const result = await runSender(
    'for (let turn = 0; turn < 3; turn += 1) { make(3); await processor.forceFlush(); }',
    { url: receiver.url },
  );
  const lines = result.errors.split('\n').filter((line) => line.includes('BOTANU_EXPORT_FAILED'));
  expect(lines).toEqual([expect.stringContaining(`refuses spans (HTTP ${status})`)]);
  expect(lines[0]).toContain(advice);
  expect(receiver.requests).toHaveLength(3);
});

it('says once that a collector is away, and when loss starts and how much it was', async () => {
  await receiver.close();
  const result = await runSender('for (let turn = 0; turn < 20; turn += 1) { make(300); await sleep(20); }', {
    url: receiver.url,
    options: { maxQueueSize: 500, shutdownTimeoutMs: 300 },
  });
  const lines = result.errors.split('\n').filter((line) => line.includes('BOTANU'));
  expect(lines).toEqual([
    expect.stringMatching(
      /BOTANU_EXPORT_FAILED: spans cannot be delivered to \S+ \(ECONNREFUSED\).*500 of them at most/,
    ),
    expect.stringMatching(
      /BOTANU_SPANS_LOST: spans to \S+ are being lost: more spans end than can be delivered/,
    ),
    expect.stringMatching(/BOTANU_SPANS_LOST: the number of spans to \S+ that were lost: \d{3,4}\./),
  ]);
});

it('memory is bounded by the queue and what is in flight, however long the collector hangs', async () => {
  receiver.misbehaveAlways({ type: 'never', keep: false });
  const sender = startSender(receiver, { maxQueueSize: 4096, shutdownTimeoutMs: 100 });
  for (let turn = 0; turn < 50; turn += 1) {
    sender.makeSpans(1000);
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(sender.processor.getStats().queued).toBeLessThanOrEqual(4096 + 4 * 2048);
  }
  await until(() => receiver.requests.length === 4);
  await sender.processor.shutdown();
});

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 3 ', 3000],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
  ['Wed, 21 Oct 2026 07:27:50 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %p is %p ms', (header, expected) => {
  expect(parseRetryAfter(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(expected);
});
