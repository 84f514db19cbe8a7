import { Agent, get as httpGet } from 'node:http';
import { RunContextEnricher } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { type AnyOptions, type Application, frameworks, rawRequest, type SeenRun } from '../src';

const latest = SDK_LINES[1] as (typeof SDK_LINES)[number];
const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const OTHER_RUN_ID = '01912f4e-7b3a-7c1d-9e2f-ba9876543210';
const CALLER = `botanu.run_id=${RUN_ID},botanu.workflow=Caller,botanu.event_id=ticket%2042,botanu.customer_id=acme`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

let tracing: TestTracing;
let warnings: string[];
beforeEach(() => {
  tracing = latest.start({ processors: [new RunContextEnricher()] });
  warnings = [];
  const warn = (_namespace: string, message?: unknown): void => {
    warnings.push(String(message));
  };
  diag.setLogger(
    { warn, error: warn, info() {}, debug() {}, verbose() {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // Each warning is logged once in a process: every test is a new one.
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('botanu.runtime.v1')];
});
afterEach(async () => {
  diag.disable();
  await tracing.stop();
});

async function seen(response: Response): Promise<SeenRun> {
  return (await response.json()) as SeenRun;
}

describe.each(frameworks)('$name', ({ start }) => {
  let app: Application;
  afterEach(() => app.close());

  const serve = async (options: AnyOptions = { workflow: 'Support' }): Promise<void> => {
    app = await start(options);
  };
  const get = (path: string, headers: Record<string, string> = {}) => fetch(app.url + path, { headers });

  describe('a request without a run', () => {
    beforeEach(() => serve());

    it.each(['/run', '/async', '/error', '/async-error', '/sub/7/run', '/customers/9/run', '/mounted'])(
      'begins one, which %s sees and the response names',
      async (path) => {
        const response = await get(path);
        const run = await seen(response);
        expect(run).toMatchObject({ workflow: 'Support', eventId: '', customerId: '' });
        expect(run.runId).toMatch(UUID);
        expect(response.headers.get('x-botanu-run-id')).toBe(run.runId);
        expect(response.headers.get('x-botanu-workflow')).toBe('Support');
        expect(warnings).toEqual([]);
      },
    );

    it('gives its run id to the first event inside, and to no other', async () => {
      const response = await get('/events');
      const [first, second] = (await response.json()) as SeenRun[];
      expect(first).toMatchObject({ eventId: 'first', runId: response.headers.get('x-botanu-run-id') });
      expect(second?.eventId).toBe('second');
      expect(second?.runId).not.toBe(first?.runId);
      expect([first?.parentRunId, second?.parentRunId]).toEqual([undefined, undefined]);
    });

    it('takes it along into body parsers, uploads and listeners of the request', async () => {
      const json = await fetch(`${app.url}/json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'x'.repeat(90_000) }),
      });
      const form = new FormData();
      form.append('a', new Blob(['a'.repeat(300_000)]), 'a.txt');
      form.append('b', new Blob(['b'.repeat(200_000)]), 'b.txt');
      const upload = await fetch(`${app.url}/upload`, { method: 'POST', body: form });
      // In parts that arrive later: the events of those come from the socket alone.
      const parts = async function* (): AsyncGenerator<Uint8Array> {
        for (let count = 0; count < 3; count += 1) {
          yield new TextEncoder().encode('c'.repeat(1000));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      };
      const byHand = await fetch(`${app.url}/raw`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: parts() as never,
        duplex: 'half',
      } as RequestInit);
      const [inJson, inUpload] = [await json.json(), await upload.json()] as (SeenRun & {
        sizes: number[];
      })[];
      expect(inJson?.runId).toBe(json.headers.get('x-botanu-run-id'));
      expect(inUpload).toMatchObject({
        runId: upload.headers.get('x-botanu-run-id'),
        sizes: [300_000, 200_000],
      });
      const runIds = ((await byHand.json()) as SeenRun[]).map(({ runId }) => runId);
      expect(runIds.length).toBeGreaterThan(1);
      expect([...new Set(runIds)]).toEqual([byHand.headers.get('x-botanu-run-id')]);
    });

    it('takes it along into listeners of the response, timers and streams', async () => {
      const { runId } = await seen(await get('/emitter'));
      expect(await (await get('/finished')).json()).toEqual([runId]);
      const stream = await get('/stream');
      const events = (await stream.text()).trim().split('\n\n');
      const runIds = events.map((text) => (JSON.parse(text.slice('data: '.length)) as SeenRun).runId);
      expect(runIds).toEqual(Array(3).fill(stream.headers.get('x-botanu-run-id')));
    });

    it('takes two baggage headers for one', async () => {
      const [id, ...others] = CALLER.split(',');
      const response = await rawRequest(app.url, '/run', [`baggage: ${id}`, `baggage: ${others.join(',')}`]);
      expect(JSON.parse(response.body)).toMatchObject({ runId: RUN_ID, customerId: 'acme' });
      expect(warnings).toEqual([]);
    });

    it('answers HEAD, an unknown path and a connection that is taken over', async () => {
      const head = await fetch(`${app.url}/run`, { method: 'HEAD' });
      expect([head.status, head.headers.get('x-botanu-run-id')]).toEqual([200, expect.stringMatching(UUID)]);
      const unknown = await get('/nothing/here');
      expect([unknown.status, unknown.headers.get('x-botanu-run-id')]).toEqual([
        404,
        expect.stringMatching(UUID),
      ]);
      expect(await (await get('/hijack')).text()).toBe('ok');
    });
  });

  describe('a request that brings a run', () => {
    it('goes on with that of the baggage, also without an instrumentation, in its trace', async () => {
      await serve();
      const response = await get('/run', {
        baggage: `${CALLER},app.channel=email`,
        traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
        'x-botanu-run-id': OTHER_RUN_ID,
      });
      expect(await seen(response)).toEqual({
        runId: RUN_ID,
        workflow: 'Caller',
        eventId: 'ticket 42',
        customerId: 'acme',
      });
      expect(response.headers.get('x-botanu-run-id')).toBe(RUN_ID);
      expect(response.headers.get('x-botanu-workflow')).toBe('Caller');
      await get('/events', { baggage: CALLER, traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` });
      const spans = tracing.endedSpans().filter(({ name }) => name === 'botanu.run/Support');
      expect(spans.map(({ traceId, attributes }) => [traceId, attributes['botanu.parent_run_id']])).toEqual([
        [TRACE_ID, RUN_ID],
        [TRACE_ID, RUN_ID],
      ]);
    });

    it('goes on with what its x-botanu- headers say, where the baggage has none', async () => {
      await serve();
      const all = {
        'x-botanu-run-id': RUN_ID,
        'x-botanu-workflow': 'Caller',
        'x-botanu-customer-id': 'acme',
      };
      const run = await seen(await get('/run', { ...all, baggage: 'app.channel=email' }));
      expect(run).toMatchObject({ runId: RUN_ID, workflow: 'Caller', customerId: 'acme' });
      const { 'x-botanu-run-id': _, ...withoutId } = all;
      const fresh = await seen(await get('/run', withoutId));
      expect(fresh).toMatchObject({ workflow: 'Caller', customerId: 'acme' });
      expect(fresh.runId).toMatch(UUID);
      expect(fresh.runId).not.toBe(RUN_ID);
    });

    it.each<[string, string[], string]>([
      ['a baggage of 100 KB', [`baggage: ${CALLER},app.a=${'a'.repeat(100_000)}`], 'baggage'],
      [
        'a baggage of 200 entries',
        [`baggage: ${CALLER},${Array.from({ length: 200 }, (_, i) => `k${i}=v`).join(',')}`],
        'baggage',
      ],
      ['invalid percent-encoding', [`baggage: ${CALLER},botanu.tenant_id=%ZZ`], 'decoded'],
      ['percent-encoding that is no UTF-8', [`baggage: ${CALLER},botanu.tenant_id=%ff%fe`], 'decoded'],
      [
        'an entry of ours that was sent twice',
        [`baggage: ${CALLER}`, 'baggage: botanu.customer_id=b'],
        'twice',
      ],
      ['a header that was sent twice', [`x-botanu-run-id: ${RUN_ID}`, `x-botanu-run-id: ${RUN_ID}`], 'twice'],
      ['a header of 100 KB', [`x-botanu-workflow: ${'w'.repeat(100_000)}`], 'too long'],
      ['a header with control characters', ['x-botanu-run-id: abc\tdef'], 'characters'],
      ['a header with bytes beyond ASCII', [`x-botanu-customer-id: acm\xe9\xff`], 'characters'],
    ])('serves one with %s in a fresh run, with one warning', async (_, lines, warning) => {
      await serve();
      app.server.removeAllListeners('clientError');
      for (const _time of [1, 2]) {
        const response = await rawRequest(app.url, '/run', lines);
        expect(response.status).toBe(200);
        const run = JSON.parse(response.body) as SeenRun;
        expect(run).toMatchObject({ workflow: 'Support', eventId: '', customerId: '' });
        expect(run.runId).toMatch(UUID);
        expect(run.runId).not.toBe(RUN_ID);
      }
      expect(warnings).toEqual([expect.stringContaining(warning)]);
      expect(warnings[0]).toMatch(/^BOTANU_INBOUND_REJECTED: /);
    });

    it('never writes a line break or another header into its response', async () => {
      await serve();
      const baggage = `botanu.run_id=abc%0d%0aset-cookie:%20evil=1,botanu.workflow=Caf%C3%A9%0a`;
      const response = await rawRequest(app.url, '/run', [`baggage: ${baggage}`]);
      expect(response.status).toBe(200);
      expect(response.headers).toContain('x-botanu-run-id: abc%0D%0Aset-cookie%3A%20evil%3D1');
      expect(response.headers).toContain('x-botanu-workflow: Caf%C3%A9%0A');
      expect(response.headers).not.toMatch(/^set-cookie/im);
      expect(warnings).toEqual([]);
    });
  });

  describe('the options', () => {
    it('autoGenerateRunId: false begins none', async () => {
      await serve({ autoGenerateRunId: false });
      const response = await get('/run');
      expect(await response.json()).toEqual({});
      expect(response.headers.get('x-botanu-run-id')).toBeNull();
      expect((await seen(await get('/run', { baggage: CALLER }))).runId).toBe(RUN_ID);
    });

    it('exposeHeaders: false names none', async () => {
      await serve({ workflow: 'Support', exposeHeaders: false });
      const response = await get('/run');
      expect((await seen(response)).runId).toMatch(UUID);
      expect([...response.headers.keys()].filter((name) => name.startsWith('x-botanu'))).toEqual([]);
    });

    it('ignore leaves a request alone', async () => {
      await serve({ workflow: 'Support', ignore: (request: never) => urlOf(request).startsWith('/run') });
      const response = await get('/run', { baggage: CALLER });
      expect([await response.json(), response.headers.get('x-botanu-run-id')]).toEqual([{}, null]);
      expect((await seen(await get('/async'))).runId).toMatch(UUID);
    });

    it('customerId and tenantId say whom a fresh run serves', async () => {
      await serve({ workflow: 'Support', customerId: () => 'acme', tenantId: 't-1' });
      expect(await seen(await get('/run'))).toMatchObject({ customerId: 'acme', eventId: '' });
    });

    it.each<[string, AnyOptions]>([
      ['ignore', { workflow: 'Support', ignore: fail }],
      ['trustInbound', { workflow: 'Support', trustInbound: fail }],
      ['eventId', { workflow: 'Support', eventId: fail, customerId: fail, tenantId: fail }],
      ['customerId', { workflow: 'Support', customerId: fail }],
    ])('%s that throws costs no request', async (_, options) => {
      await serve(options);
      for (const _time of [1, 2]) {
        const response = await get('/async', { 'x-botanu-workflow': 'Caller' });
        expect(response.status).toBe(200);
        expect((await seen(response)).runId).toMatch(UUID);
      }
      const failures = warnings.filter((text) => text.startsWith('BOTANU_TELEMETRY_FAILED'));
      expect(failures).toHaveLength(1);
      expect(warnings.join()).not.toContain('secret');
    });

    it.each([
      [undefined],
      [{}],
      [{ workflow: 'Support', eventId: 'e' }],
      [{ workflow: 'Support', trustInbound: 'yes' }],
      [{ workflow: 'Support', trustInbound: 'signed' }],
      [{ workflow: 'Support', contextKeys: ['short'] }],
      [{ workflow: 'Support', ignore: '/health' }],
    ])('%j is refused at once, with what to write', async (options) => {
      await expect(start(options as never)).rejects.toThrow(/Write|Make one|needs a key/);
      await serve();
    });
  });

  it('keeps the requests of one connection apart', async () => {
    await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string, headers: Record<string, string>): Promise<{ run: SeenRun; port: unknown }> =>
      new Promise((resolve, reject) => {
        httpGet(app.url + path, { agent, headers }, (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          const port = response.socket.localPort;
          response.on('end', () => resolve({ run: JSON.parse(text), port }));
        }).on('error', reject);
      });
    const ports = new Set();
    const freshIds = new Set();
    for (let count = 0; count < 30; count += 1) {
      const isCalled = count % 3 === 0;
      const { run, port } = await ask(
        count % 2 === 0 ? '/run' : '/async',
        isCalled ? { baggage: CALLER } : {},
      );
      ports.add(port);
      expect(run).toMatchObject(
        isCalled ? { runId: RUN_ID, customerId: 'acme' } : { workflow: 'Support', customerId: '' },
      );
      if (!isCalled) {
        freshIds.add(run.runId);
      }
    }
    agent.destroy();
    expect(ports.size).toBe(1);
    expect(freshIds.size).toBe(20);
  });
});

function fail(): never {
  throw new Error('secret of the application');
}

function urlOf(request: unknown): string {
  return (request as { url: string }).url;
}
