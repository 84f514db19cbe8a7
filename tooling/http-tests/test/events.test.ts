import { connect } from 'node:net';
import { RunContextEnricher } from '@botanu/processors';
import { type EndedSpan, SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type AnyOptions, type Application, frameworks, type SeenRun } from '../src';

const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const SPAN_NAME = 'botanu.run/Support';

interface AnyRequest {
  readonly headers: Record<string, string>;
  readonly body?: { readonly id?: string };
  readonly request?: { readonly body?: { readonly id?: string } };
}

const EVENT: AnyOptions = {
  workflow: 'Support',
  eventId: ((request: AnyRequest) => request.headers['x-ticket'] ?? request.body?.id) as never,
  customerId: (() => 'acme') as never,
};

describe.each(SDK_LINES)('$name', (line) => {
  describe.each(frameworks)('$name', ({ start }) => {
    let tracing: TestTracing;
    let app: Application;
    beforeEach(() => {
      tracing = line.start({ processors: [new RunContextEnricher()] });
    });
    afterEach(async () => {
      await app.close();
      await tracing.stop();
    });

    const serve = async (options: Partial<AnyOptions> = {}): Promise<void> => {
      app = await start({ ...EVENT, ...options });
    };
    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(app.url + path, { headers: { 'x-ticket': 'ticket-42', ...headers }, method });

    /** The run's span, as soon as it has ended: responses end a little after their client knows. */
    async function runSpan(): Promise<EndedSpan> {
      for (let count = 0; count < 200; count += 1) {
        if (tracing.endedSpans().some(({ name }) => name === SPAN_NAME)) {
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      // Whatever would end it a second time has had its chance.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return tracing.spanNamed(SPAN_NAME);
    }
    const statusOf = ({ events }: EndedSpan) =>
      events.find(({ name }) => name === 'botanu.run.completed')?.attributes;

    it('a request is an event, from the first to the last byte', async () => {
      await serve();
      const response = await get('/async');
      const run = (await response.json()) as SeenRun;
      expect(run).toMatchObject({ workflow: 'Support', eventId: 'ticket-42', customerId: 'acme' });
      expect(response.headers.get('x-botanu-run-id')).toBe(run.runId);
      const span = await runSpan();
      expect(span.attributes).toMatchObject({
        'botanu.run_id': run.runId,
        'botanu.event_id': 'ticket-42',
        'botanu.customer_id': 'acme',
        'http.request.method': 'GET',
        'http.route': '/async',
      });
      expect(span.attributes).not.toHaveProperty(['botanu.parent_run_id']);
      expect(statusOf(span)).toMatchObject({ status: 'success' });
    });

    it('a request from another run is a run inside it, in the same trace', async () => {
      await serve();
      const traceId = '0af7651916cd43dd8448eb211c80319c';
      const response = await get('/run', {
        baggage: `botanu.run_id=${RUN_ID},botanu.workflow=Caller,botanu.event_id=e,botanu.customer_id=c`,
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      });
      const run = (await response.json()) as SeenRun;
      expect(run).toMatchObject({ workflow: 'Support', parentRunId: RUN_ID, eventId: 'ticket-42' });
      expect(response.headers.get('x-botanu-run-id')).toBe(run.runId);
      const span = await runSpan();
      expect([span.traceId, span.parentSpanId]).toEqual([traceId, 'b7ad6b7169203331']);
    });

    it('a stream of events ends it when the last was sent', async () => {
      await serve();
      const response = await get('/stream');
      expect(tracing.endedSpans()).toEqual([]);
      const runIds = (await response.text())
        .trim()
        .split('\n\n')
        .map((text) => (JSON.parse(text.slice('data: '.length)) as SeenRun).runId);
      const span = await runSpan();
      expect(runIds).toEqual(Array(3).fill(span.attributes['botanu.run_id']));
      expect(statusOf(span)).toMatchObject({ status: 'success' });
    });

    it('HEAD is an event as well', async () => {
      await serve();
      expect((await get('/run', {}, 'HEAD')).status).toBe(200);
      const span = await runSpan();
      expect(span.attributes['http.request.method']).toBe('HEAD');
      expect(statusOf(span)).toMatchObject({ status: 'success' });
    });

    it.each(['/error', '/async-error', '/status/503'])('%s fails it', async (path) => {
      await serve();
      const response = await get(path);
      await response.arrayBuffer();
      const span = await runSpan();
      expect(statusOf(span)).toMatchObject({ status: 'failure', error_class: String(response.status) });
      expect(span.status.code).toBe(2);
    });

    it('a client error does not fail it, and a server error only where it shall', async () => {
      await serve({ failOnServerError: false });
      await (await get('/status/503')).arrayBuffer();
      expect(statusOf(await runSpan())).toMatchObject({ status: 'success' });
      await app.close();
      await tracing.stop();
      tracing = line.start({ processors: [new RunContextEnricher()] });
      await serve();
      await (await get('/status/422')).arrayBuffer();
      expect(statusOf(await runSpan())).toMatchObject({ status: 'success' });
    });

    it('a client that goes away fails it', async () => {
      await serve();
      const controller = new AbortController();
      const request = fetch(`${app.url}/hang`, { signal: controller.signal });
      const arrived = new Promise((resolve) => app.server.once('request', resolve));
      await arrived;
      setTimeout(() => controller.abort(), 20);
      await expect(request).rejects.toThrow('aborted');
      expect(statusOf(await runSpan())).toMatchObject({ status: 'failure', error_class: 'ConnectionClosed' });
    });

    it('a connection that was taken over ends it once', async () => {
      await serve();
      await (await get('/hijack')).text();
      expect(statusOf(await runSpan())).toMatchObject({ status: 'failure', error_class: 'ConnectionClosed' });
    });

    it('a request to upgrade that the server ignores is a request', async () => {
      await serve();
      const { port } = new URL(app.url);
      const text = await new Promise<string>((resolve) => {
        let received = '';
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('data', (chunk) => {
          received += chunk;
        });
        socket.on('close', () => resolve(received));
        socket.write('GET /run HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
        setTimeout(() => socket.end(), 50);
      });
      expect(text).toContain('200 OK');
      expect(statusOf(await runSpan())).toMatchObject({ status: 'success' });
    });

    it('has the template of the route, never the path', async () => {
      await serve();
      for (const path of ['/sub/7/run', '/customers/secret-9/run', '/nothing/secret-8', '/status/204']) {
        await (await get(path)).arrayBuffer();
      }
      for (let count = 0; count < 200 && tracing.endedSpans().length < 4; count += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const routes = tracing.endedSpans().map(({ attributes }) => attributes['http.route']);
      expect(routes).toHaveLength(4);
      expect(routes.join()).not.toMatch(/secret|7/);
      expect(routes).toEqual(
        expect.arrayContaining(['/status/:code', '/sub/:id/run', '/customers/:customer/run']),
      );
    });
  });
});
