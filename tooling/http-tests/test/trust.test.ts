import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

const FOLDER = join(__dirname, '..');
const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const KEY = 'the-key-that-all-our-services-share-0001';
const FORGED = `botanu.run_id=${RUN_ID},botanu.workflow=Forged,botanu.event_id=e,botanu.customer_id=victim,botanu.tenant_id=t`;

jest.setTimeout(60_000);

/** A signature made without any code of ours. */
function signed(
  key: string,
  entries: Record<string, string>,
  expiry = Math.trunc(Date.now() / 1000) + 60,
): string {
  const lines = Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const mac = createHmac('sha256', key)
    .update([...lines, expiry].join('\n'))
    .digest('base64url');
  return [
    ...Object.entries(entries).map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
    `botanu.sig=v1.${keyId(key)}.${expiry}.${mac}`,
  ].join(',');
}

function keyId(key: string): string {
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

const ENTRIES = {
  'botanu.run_id': RUN_ID,
  'botanu.workflow': 'Caller',
  'botanu.event_id': 'e 1',
  'botanu.customer_id': 'c',
};

interface Answer {
  readonly customerId?: string;
  readonly runId?: string;
  readonly app?: string;
  readonly next: Record<string, string>;
}

interface Output {
  readonly answers: Answer[];
  readonly servers: { readonly traceId: string; readonly attributes: Record<string, unknown> }[];
  readonly errors: string;
}

/** A service that tells what it knows of the run, and what it would tell the next one. */
async function serve(
  enabling: string,
  middleware: string,
  requests: readonly Record<string, string>[],
  environment = {},
): Promise<Output> {
  const source = `
    const sdk = await import('@opentelemetry/sdk-trace-base');
    const { trace } = await import('@opentelemetry/api');
    const botanu = await import('@botanu/sdk');
    ${enabling === 'none' ? '' : `botanu.enable(${enabling});`}
    const http = await import('node:http');
    const { default: express } = await import('express');
    const { botanu: use } = await import('@botanu/middleware-express');
    const app = express();
    ${middleware === 'none' ? '' : `app.use(use(${middleware}));`}
    app.get('/', async (request, response) => {
      const run = botanu.currentRun();
      const attributes = trace.getActiveSpan()?.attributes;
      const next = await (await fetch(url + '/next')).json();
      response.json({ runId: run?.runId, customerId: run?.customerId, app: botanu.getBaggage('app.channel'), next });
      if (attributes) servers.push({ traceId: trace.getActiveSpan().spanContext().traceId, attributes });
    });
    const servers = [];
    const next = http.createServer((request, response) => response.end(JSON.stringify(request.headers))).listen(0);
    const url = 'http://127.0.0.1:' + next.address().port;
    const server = http.createServer(app).listen(0);
    const answers = [];
    for (const headers of ${JSON.stringify(requests)}) {
      answers.push(await new Promise((resolve) => {
        const socket = new (process.getBuiltinModule('net').Socket)().connect(server.address().port, '127.0.0.1');
        let text = '';
        socket.on('data', (chunk) => { text += chunk; });
        socket.on('close', () => resolve(JSON.parse(text.split('\\r\\n\\r\\n')[1].match(/\\{.*\\}/s)[0])));
        const lines = Object.entries({ host: 'x', connection: 'close', ...headers }).map(([k, v]) => k + ': ' + v);
        socket.write(['GET / HTTP/1.1', ...lines, '', ''].join('\\r\\n'));
      }));
    }
    console.log(JSON.stringify({ answers, servers }));
    server.close(); next.close();
    await botanu.disable();
  `;
  const { output, errors, exitCode } = await runProgram(
    [process.execPath, '--no-warnings', '--input-type=module', '--eval', source],
    { folder: FOLDER, environment: { OTEL_TRACES_EXPORTER: 'none', ...environment } },
  );
  expect({ exitCode, errors: exitCode === 0 ? '' : errors }).toEqual({ exitCode: 0, errors: '' });
  return { ...(JSON.parse(output) as Omit<Output, 'errors'>), errors };
}

const forgedRequest = {
  baggage: `${FORGED},app.channel=email`,
  traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
  'x-botanu-customer-id': 'victim',
};

function expectNothingForged({ answers, servers }: Output): void {
  expect(JSON.stringify(answers[0])).not.toMatch(/victim|Forged|01912f4e/);
  expect(answers[0]?.app).toBe('email');
  expect(answers[0]?.next.traceparent).toContain(TRACE_ID);
  expect(servers[0]?.traceId).toBe(TRACE_ID);
  expect(JSON.stringify(servers[0]?.attributes)).not.toMatch(/victim|Forged|01912f4e/);
}

describe('whom to believe', () => {
  it('everybody, unless told otherwise, as OpenTelemetry does', async () => {
    const { answers, servers } = await serve('{}', 'none', [forgedRequest]);
    expect(answers[0]).toMatchObject({ runId: RUN_ID, customerId: 'victim' });
    expect(servers[0]?.attributes).toMatchObject({ 'botanu.customer_id': 'victim' });
  });

  it.each([
    ['enable({ trustInbound: false }), without any middleware', '{ trustInbound: false }', 'none', {}],
    [
      'BOTANU_TRUST_INBOUND=false, and a middleware that was told nothing',
      '{}',
      "{ workflow: 'Own' }",
      { BOTANU_TRUST_INBOUND: 'false' },
    ],
    [
      'a function that says no',
      '{ trustInbound: ({ headers }) => headers.authorization !== undefined }',
      "{ workflow: 'Own' }",
      {},
    ],
    ['a function that throws', '{ trustInbound: () => { throw new Error() } }', "{ workflow: 'Own' }", {}],
    [
      'signed, and nothing is',
      `{ trustInbound: 'signed', contextKeys: ['${KEY}'] }`,
      "{ workflow: 'Own' }",
      {},
    ],
    [
      'a middleware alone, which overwrites what was stamped',
      '{}',
      "{ workflow: 'Own', trustInbound: false }",
      {},
    ],
  ])(
    '%s: the forged run is nowhere, the trace and the other baggage go on',
    async (_, enabling, middleware, environment) => {
      const output = await serve(enabling, middleware, [forgedRequest], environment);
      expectNothingForged(output);
      if (middleware !== 'none') {
        expect(output.answers[0]?.runId).toMatch(/^[0-9a-f]{8}-/);
        expect(output.servers[0]?.attributes['botanu.workflow']).toBe('Own');
      }
    },
  );

  it('a middleware without any SDK, too', async () => {
    const { answers } = await serve('none', "{ workflow: 'Own', trustInbound: 'signed' }", [forgedRequest], {
      BOTANU_CONTEXT_KEY: KEY,
    });
    expect(JSON.stringify(answers)).not.toMatch(/victim|Forged/);
  });

  it('whoever has signed, by the current key or the one before, and nobody else', async () => {
    const old = 'the-key-that-all-our-services-had-before-1';
    const now = Math.trunc(Date.now() / 1000);
    const { answers, errors } = await serve(
      `{ trustInbound: 'signed', contextKeys: ['${KEY}', '${old}'] }`,
      "{ workflow: 'Own' }",
      [
        { baggage: signed(KEY, ENTRIES) },
        { baggage: signed(old, ENTRIES) },
        { baggage: signed('k'.repeat(40), ENTRIES) },
        { baggage: signed(KEY, ENTRIES, now - 300) },
        { baggage: signed(KEY, ENTRIES).replace('customer_id=c', 'customer_id=d') },
        { 'x-botanu-run-id': RUN_ID, 'x-botanu-customer-id': 'd' },
      ],
    );
    expect(answers.map(({ runId }) => runId === RUN_ID)).toEqual([true, true, false, false, false, false]);
    expect(answers.map(({ customerId }) => customerId)).toEqual(['c', 'c', '', '', '', '']);
    expect(errors.match(/BOTANU_INBOUND_REJECTED/g)).toHaveLength(1);
    expect(errors).not.toContain(KEY);
    // What it believes it signs again, with the current key; a service that does not sign reads the plain entries.
    for (const { next } of answers.slice(0, 2)) {
      expect(next.baggage).toContain(`botanu.run_id=${RUN_ID}`);
      expect(next.baggage).toMatch(new RegExp(`botanu\\.sig=v1\\.${keyId(KEY)}\\.\\d{10}\\.[\\w-]{43}(,|$)`));
    }
    // A run of its own it signs as well.
    expect(answers[2]?.next.baggage).toContain('botanu.sig=v1.');
  });

  it('a service that believes everybody, and signs, does not vouch for what arrived unsigned', async () => {
    const { answers } = await serve(`{ contextKeys: ['${KEY}'] }`, 'none', [forgedRequest]);
    expect(answers[0]?.next.baggage).toContain(`botanu.run_id=${RUN_ID}`);
    expect(answers[0]?.next.baggage).not.toContain('botanu.sig');
  });
});
