import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

const FOLDER = join(__dirname, '..');

jest.setTimeout(90_000);

/** Every name leads to this machine: what a client would send to that host arrives at a server of ours. */
const PREPARE = `
  import dns from 'node:dns';
  import http from 'node:http';
  const lookUp = dns.lookup;
  dns.lookup = (host, options, callback) => lookUp('127.0.0.1', options, callback);
  const received = [];
  const server = http.createServer((request, response) => {
    received.push({ host: request.headers.host.replace(/:\\d+$/, ''), path: request.url, raw: request.rawHeaders.join('\\n') });
    request.resume();
    request.on('end', () => {
      const [, target] = request.url.split('/redirect/');
      if (target) {
        response.writeHead(302, { location: 'http://' + target + ':' + port + '/landed' }).end();
        return;
      }
      response.setHeader('content-type', request.url.startsWith('/bucket') ? 'application/xml' : 'application/json');
      response.end(request.url.startsWith('/bucket') ? '<ListBucketResult/>' : '{"id":"1","object":"chat.completion","model":"m","type":"message","role":"assistant","content":[],"choices":[],"usage":{"input_tokens":1,"output_tokens":1}}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
`;

const RUN = `
  const { disable, enable, event, propagationAccount, withBaggage } = await import('@botanu/sdk');
  await import('@opentelemetry/api');
  const report = enable(OPTIONS);
  const clients = await import('CLIENTS');
  const urlOf = (host) => 'http://' + host + ':' + port;
  for (const host of HOSTS) {
    for (const [name, call] of Object.entries(clients.default)) {
      received.length = 0;
      let runId;
      await withBaggage({ 'app.channel': 'email' }, () =>
        event({ eventId: 'secret-event', customerId: 'secret-customer', workflow: 'Support' }, async (run) => {
          runId = run.runId;
          await call(urlOf(host));
        }),
      );
      results.push({ host, name, runId, received: [...received] });
    }
  }
`;

const CLIENTS = `
  const { default: axios } = await import('axios');
  const { default: got } = await import('got');
  const { default: OpenAI } = await import('openai');
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const { ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3');
  const clients = {
    fetch: async (url) => (await fetch(url + '/fetch')).text(),
    http: (url) => new Promise((resolve, reject) => http.get(url + '/http', (response) => response.resume().on('end', resolve)).on('error', reject)),
    axios: (url) => axios.get(url + '/axios'),
    got: (url) => got(url + '/got', { retry: { limit: 0 } }),
    openai: (url) => new OpenAI({ apiKey: 'k', baseURL: url + '/v1', maxRetries: 0 }).chat.completions.create({ model: 'm', messages: [] }),
    anthropic: (url) => new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0 }).messages.create({ model: 'm', max_tokens: 1, messages: [] }),
    aws: (url) => new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'a', secretAccessKey: 's' } }).send(new ListObjectsV2Command({ Bucket: 'bucket' })),
  };
`;

const NAMES = ['fetch', 'http', 'axios', 'got', 'openai', 'anthropic', 'aws'];

interface Result {
  readonly host: string;
  readonly name: string;
  readonly runId: string;
  readonly received: { readonly host: string; readonly path: string; readonly raw: string }[];
}

interface Output {
  readonly results: Result[];
  readonly account: Record<string, { readonly sent: number; readonly heldBack: number }>;
  readonly propagators: string[];
}

const BEFORE: Readonly<Record<string, string>> = {
  standalone: '',
  attach: `
    const { context, propagation, trace } = await import('@opentelemetry/api');
    const sdk = await import('@opentelemetry/sdk-trace-base');
    const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
    const core = await import('@opentelemetry/core');
    const { registerInstrumentations } = await import('@opentelemetry/instrumentation');
    const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
    const { UndiciInstrumentation } = await import('@opentelemetry/instrumentation-undici');
    registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()] });
    const start = () => {
      trace.setGlobalTracerProvider(new sdk.BasicTracerProvider({ sampler: new sdk.AlwaysOffSampler() }));
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
      propagation.setGlobalPropagator(new core.CompositePropagator({
        propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
      }));
    };
  `,
};

interface Setting {
  readonly hosts: readonly string[];
  readonly options?: string;
  readonly environment?: Record<string, string>;
  readonly host?: 'none' | 'early' | 'late';
}

async function run({
  hosts,
  options = '{}',
  environment = {},
  host = 'none',
}: Setting): Promise<Output & { errors: string }> {
  const enabling = RUN.replace('OPTIONS', options)
    .replace("await import('CLIENTS')", '{ default: clients }')
    .replace('HOSTS', JSON.stringify(hosts));
  const [imports = '', rest = ''] = enabling.split('const clients');
  const source = `
    ${PREPARE}
    const results = [];
    ${host === 'none' ? '' : BEFORE.attach}
    ${host === 'early' ? 'start();' : ''}
    ${imports}
    ${host === 'late' ? 'start();' : ''}
    ${CLIENTS.replace('const clients', 'const all')}
    const clientsOf = { default: all };
    ${`const clients${rest}`.replace('{ default: clients }', 'clientsOf')}
    const account = propagationAccount();
    await disable();
    console.log(JSON.stringify({ results, account, propagators: report.propagators }));
    server.closeAllConnections();
    server.close();
  `;
  const hooks = `data:text/javascript,import { register } from 'node:module'; register('@opentelemetry/instrumentation/hook.mjs', ${JSON.stringify(`file://${FOLDER}/`)});`;
  const command = [
    process.execPath,
    '--no-warnings',
    ...(host === 'none' ? [] : ['--import', hooks]),
    '--input-type=module',
    '--eval',
    source,
  ];
  const { output, errors, exitCode } = await runProgram(command, {
    folder: FOLDER,
    environment: { OTEL_TRACES_EXPORTER: 'none', NODE_ENV: 'production', ...environment },
    timeoutMs: 80_000,
  });
  expect({ exitCode, errors: exitCode === 0 ? '' : errors }).toEqual({ exitCode: 0, errors: '' });
  return { ...(JSON.parse(output) as Output), errors };
}

/** What each client sent to a host: whether our entries, the application's own, and the trace. */
function sentTo(results: readonly Result[], host: string): Record<string, string> {
  return Object.fromEntries(
    results
      .filter((result) => result.host === host)
      .map(({ name, runId, received }) => {
        const raw = received.map((request) => request.raw).join('\n');
        const hasRun =
          raw.includes(`botanu.run_id=${runId}`) && raw.includes('botanu.customer_id=secret-customer');
        const hasAnything = /botanu\.|secret-/.test(raw);
        const hasOthers =
          raw.includes('app.channel=email') && /\ntraceparent\n00-|^traceparent\n00-/m.test(raw);
        return [
          name,
          `${hasRun ? 'run' : hasAnything ? 'SOMETHING' : 'nothing'}${hasOthers ? '' : ' WITHOUT OTHERS'}`,
        ];
      }),
  );
}

const everyClient = (what: string) => Object.fromEntries(NAMES.map((name) => [name, what]));

describe.each(['none', 'early', 'late'] as const)('where the tracing of a host is there: %s', (host) => {
  it('insiders get the run, and nobody else', async () => {
    const insiders = [
      '127.0.0.1',
      'localhost',
      'knowledge',
      'knowledge.svc',
      'a.b.svc.cluster.local',
      'db.internal',
      'printer.local',
    ];
    const outsiders = [
      'api.openai.com',
      'api.anthropic.com',
      'bedrock-runtime.us-east-1.amazonaws.com',
      'api.stripe.com',
      'knowledge.example.com',
      'internal.example.com',
      'evil-internal'.concat('.com'),
    ];
    const { results, account, errors, propagators } = await run({ hosts: [...insiders, ...outsiders], host });
    for (const name of insiders) {
      expect([name, sentTo(results, name)]).toEqual([name, everyClient('run')]);
    }
    for (const name of outsiders) {
      expect([name, sentTo(results, name)]).toEqual([name, everyClient('nothing')]);
    }
    // Not equal: where hooks see both `http` and its default export, OpenTelemetry makes two spans of a call.
    expect(account['api.openai.com']?.sent).toBe(0);
    expect(account['api.openai.com']?.heldBack).toBeGreaterThanOrEqual(NAMES.length);
    expect(account.knowledge?.heldBack).toBe(0);
    expect(account.knowledge?.sent).toBeGreaterThanOrEqual(NAMES.length);
    // What Anthropic's client injects by itself, into the headers of its own span.
    expect(account['(calls of models)']).toEqual({ sent: 0, heldBack: insiders.length + outsiders.length });
    expect(errors).toContain("propagationTargets: ['knowledge.example.com']");
    expect(errors.match(/BOTANU_RUN_HELD_BACK: calls to api\.stripe\.com/g)).toHaveLength(1);
    expect(errors).not.toContain('openai');
    expect(errors).not.toMatch(/secret-/);
    expect(propagators).toEqual(['W3CTraceContextPropagator', 'W3CBaggagePropagator']);
  });
});

it('targets are added to the insiders; model providers stay out of patterns', async () => {
  const { results } = await run({
    hosts: [
      'api.partner.example',
      'x.mine.example',
      'mine.example',
      'runtime.bedrock.eu-west-1.amazonaws.com',
      'localhost',
      'other.example',
    ],
    options: "{ propagationTargets: ['API.partner.example.', '*.mine.example', /amazonaws/g] }",
  });
  const seen = Object.fromEntries(
    results.filter(({ name }) => name === 'fetch').map(({ host }) => [host, sentTo(results, host).fetch]),
  );
  expect(seen).toEqual({
    'api.partner.example': 'run',
    'x.mine.example': 'run',
    'mine.example': 'nothing',
    'runtime.bedrock.eu-west-1.amazonaws.com': 'nothing',
    localhost: 'run',
    'other.example': 'nothing',
  });
});

it("BOTANU_PROPAGATION_TARGETS='*' restores what OpenTelemetry does", async () => {
  const { results } = await run({
    hosts: ['api.anthropic.com'],
    environment: { BOTANU_PROPAGATION_TARGETS: '*' },
  });
  expect(sentTo(results, 'api.anthropic.com')).toEqual(everyClient('run'));
});

it('a function of the host decides alone, and one that throws tells nobody', async () => {
  const { results } = await run({
    hosts: ['localhost', 'mine.example', 'broken.example'],
    options:
      "{ propagationTargets: (host) => { if (host.startsWith('broken')) throw new Error('x'); return host === 'mine.example'; } }",
  });
  expect(sentTo(results, 'localhost')).toEqual(everyClient('nothing'));
  expect(sentTo(results, 'mine.example')).toMatchObject({ fetch: 'run', http: 'run' });
  expect(JSON.stringify(sentTo(results, 'broken.example'))).not.toContain('SOMETHING');
});

it('a redirect is judged again: from an insider to an outsider, and back', async () => {
  const source = `
    ${PREPARE}
    const { disable, enable, event } = await import('@botanu/sdk');
    enable();
    const { default: axios } = await import('axios');
    const { default: got } = await import('got');
    const clients = { fetch: async (url) => (await fetch(url)).text(), axios: (url) => axios.get(url), got: (url) => got(url) };
    const results = {};
    for (const [name, call] of Object.entries(clients)) {
      for (const [from, to] of [['knowledge', 'partner.example'], ['partner.example', 'knowledge']]) {
        received.length = 0;
        await event({ eventId: 'secret-event', customerId: 'secret-customer', workflow: 'Support' }, () =>
          call('http://' + from + ':' + port + '/redirect/' + to));
        results[name + ' from ' + from] = received.map(({ host, raw }) => host + (/botanu|secret-/.test(raw) ? ' told' : ' not told'));
      }
    }
    await disable();
    console.log(JSON.stringify(results));
    server.closeAllConnections();
    server.close();
  `;
  const { output, errors, exitCode } = await runProgram(
    [process.execPath, '--no-warnings', '--input-type=module', '--eval', source],
    { folder: FOLDER, environment: { OTEL_TRACES_EXPORTER: 'none', NODE_ENV: 'production' } },
  );
  expect({ exitCode, errors: exitCode === 0 ? '' : errors }).toEqual({ exitCode: 0, errors: '' });
  const expected = Object.fromEntries(
    ['fetch', 'axios', 'got'].flatMap((name) => [
      [`${name} from knowledge`, ['knowledge told', 'partner.example not told']],
      [`${name} from partner.example`, ['partner.example not told', 'knowledge told']],
    ]),
  );
  expect(JSON.parse(output)).toEqual(expected);
});

it('what is injected explicitly carries the run, and so does a message for a queue', async () => {
  const source = `
    import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
    import { disable, enable, event, injectRunContext, propagationAccount } from '@botanu/sdk';
    enable({ propagationTargets: [] });
    const carriers = {};
    event({ eventId: 'e', customerId: 'c', workflow: 'Support' }, (run) => {
      carriers.runId = run.runId;
      carriers.explicit = injectRunContext({});
      const tracer = trace.getTracer('queues');
      for (const [name, kind] of [['message', SpanKind.PRODUCER], ['unknown', SpanKind.CLIENT]]) {
        carriers[name] = {};
        const span = tracer.startSpan(name, { kind, attributes: { 'messaging.system': 'kafka' } });
        propagation.inject(trace.setSpan(context.active(), span), carriers[name]);
        span.end();
      }
    });
    console.log(JSON.stringify({ carriers, account: propagationAccount() }));
    await disable();
  `;
  const { output, errors, exitCode } = await runProgram(
    [process.execPath, '--no-warnings', '--input-type=module', '--eval', source],
    { folder: FOLDER, environment: { OTEL_TRACES_EXPORTER: 'none' } },
  );
  expect({ exitCode, errors: exitCode === 0 ? '' : errors }).toEqual({ exitCode: 0, errors: '' });
  const { carriers, account } = JSON.parse(output) as {
    carriers: Record<'explicit' | 'message' | 'unknown', Record<string, string>> & { runId: string };
    account: Output['account'];
  };
  expect(carriers.explicit.baggage).toContain(`botanu.run_id=${carriers.runId}`);
  expect(carriers.message.baggage).toContain(`botanu.run_id=${carriers.runId}`);
  expect(carriers.message.traceparent).toMatch(/^00-/);
  expect(carriers.unknown.baggage ?? '').not.toContain('botanu.');
  expect(carriers.unknown.traceparent).toMatch(/^00-/);
  expect(account).toEqual({ '(queues)': { sent: 1, heldBack: 0 }, '(unknown)': { sent: 0, heldBack: 1 } });
});
