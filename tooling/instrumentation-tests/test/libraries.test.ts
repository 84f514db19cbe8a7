import { type Broker, findProgram, startPostgresql, startRedis } from '@botanu-tooling/local-servers';
import { type ModelServer, openAi, startModelServer } from '@botanu-tooling/model-servers';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { FORMATS, type Format, type Imports, runApplication } from '../src/application';

jest.setTimeout(60_000);

const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const BAGGAGE = `botanu.run_id=${RUN_ID},botanu.workflow=Caller,botanu.event_id=e,botanu.customer_id=c`;

let receiver: OtlpReceiver;
let postgresql: Broker;
let model: ModelServer;
let redis: Broker | undefined;

beforeAll(async () => {
  const redisServer = findProgram('redis-server');
  [receiver, postgresql, model, redis] = await Promise.all([
    startOtlpReceiver(),
    startPostgresql(),
    startModelServer(openAi),
    redisServer === undefined ? undefined : startRedis(redisServer),
  ]);
});
beforeEach(() => receiver.reset());
afterAll(() => Promise.all([receiver.close(), postgresql.stop(), model.stop(), redis?.stop()]));

/** Asks the application's own server once, as a caller inside a run does, and ends. */
const ASK_ONCE = `
  const { port } = server.address();
  const headers = { baggage: '${BAGGAGE}' };
  await new Promise((resolve, reject) => {
    get({ port, path: '/answer', headers }, (response) => response.resume().once('end', resolve)).once('error', reject);
  });
  server.closeAllConnections();
  server.close();
`;

const listening = (start: string) => `
  const server = ${start};
  await new Promise((resolve) => server.listening ? resolve() : server.once('listening', resolve));
`;

const FRAMEWORKS: Readonly<Record<string, { imports: Imports; start: string; scope: string }>> = {
  express: {
    imports: { express: 'express' },
    start: `
      const app = express();
      app.get('/answer', async (request, response) => response.json(await answer()));
      ${listening("app.listen(0, '127.0.0.1')")}
    `,
    scope: '@opentelemetry/instrumentation-express',
  },
  fastify: {
    imports: { '{ fastify }': 'fastify' },
    start: `
      const app = fastify();
      app.get('/answer', () => answer());
      await app.listen({ port: 0, host: '127.0.0.1' });
      const { server } = app;
    `,
    scope: '@fastify/otel',
  },
  koa: {
    imports: { Koa: 'koa' },
    start: `
      const app = new Koa();
      app.use(async (ctx) => { ctx.body = await answer(); });
      ${listening("app.listen(0, '127.0.0.1')")}
    `,
    scope: '@opentelemetry/instrumentation-koa',
  },
};

const CLIENTS: Readonly<Record<string, { imports: Imports; call: string; scope: string; span: RegExp }>> = {
  undici: {
    imports: { '{ request }': 'undici' },
    call: `await (await request(process.env.OTHER_SERVICE)).body.dump();`,
    scope: '@opentelemetry/instrumentation-undici',
    span: /^GET/,
  },
  http: {
    imports: {},
    call: `await new Promise((resolve) => get(process.env.OTHER_SERVICE, (r) => r.resume().once('end', resolve)));`,
    scope: '@opentelemetry/instrumentation-http',
    span: /^GET/,
  },
  pg: {
    imports: { pg: 'pg' },
    call: `
      const client = new pg.Client({ host: '127.0.0.1', port: Number(process.env.PG_PORT), database: 'postgres', user: 'u' });
      await client.connect();
      await client.query('SELECT 1 AS one');
      await client.end();
    `,
    scope: '@opentelemetry/instrumentation-pg',
    span: /^pg\.query:SELECT/,
  },
  ioredis: {
    imports: { '{ Redis }': 'ioredis' },
    call: `
      const redis = new Redis({ host: '127.0.0.1', port: Number(process.env.REDIS_PORT) });
      await redis.set('key', 'a value that is nobody else\\'s business');
      redis.disconnect();
    `,
    scope: '@opentelemetry/instrumentation-ioredis',
    span: /^set$/,
  },
  openai: {
    imports: { '{ OpenAI }': 'openai' },
    call: `
      const openai = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL + '/v1' });
      await openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: 'a secret prompt' }] });
    `,
    scope: '@opentelemetry/instrumentation-openai',
    span: /^chat gpt-5/,
  },
};

function spansOf(scope: string) {
  return receiver.spans.filter((span) => span.scope.name === scope);
}

async function run(imports: Imports, body: string, format: Format) {
  const result = await runApplication({ '{ createServer, get }': 'node:http', ...imports }, body, format, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTHER_SERVICE: receiver.url,
    PG_PORT: String(postgresql.port),
    REDIS_PORT: String(redis?.port),
    MODEL_URL: model.url,
  });
  expect(result).toMatchObject({ errors: '', exitCode: 0 });
  return result;
}

describe.each(FORMATS)('in $name, without a line about botanu', (format) => {
  it.each(Object.entries(FRAMEWORKS))('%s makes spans of the run that came in', async (_, framework) => {
    const { imports, start, scope } = framework;
    const answer = `const answer = async () => ({ text: 'yes' });`;
    await run(imports, answer + start + ASK_ONCE, format);
    const spans = spansOf(scope);
    expect(spans.length).toBeGreaterThan(0);
    for (const { attributes } of spans) {
      expect(attributes).toMatchObject({ 'botanu.run_id': RUN_ID, 'botanu.customer_id': 'c' });
    }
    const request = receiver.spans.find(({ kind, scope: by }) => kind === 2 && by.name.endsWith('-http'));
    expect(request?.attributes['botanu.run_id']).toBe(RUN_ID);
  });

  const clients = Object.entries(CLIENTS).filter(
    ([name]) => name !== 'ioredis' || process.env.CI || findProgram('redis-server') !== undefined,
  );
  it.each(clients)('%s makes spans of the run that came in', async (_, { imports, call, scope, span }) => {
    const server = `
      const answer = async () => { ${call} };
      ${listening(`createServer((request, response) => {
        answer().then(() => response.end('yes'), (error) => { console.error(error); response.end('no'); });
      }).listen(0, '127.0.0.1')`)}
    `;
    await run(imports, server + ASK_ONCE, format);
    const found = spansOf(scope).find(({ kind, name }) => kind === 3 && span.test(name));
    expect(found?.attributes).toMatchObject({ 'botanu.run_id': RUN_ID, 'botanu.customer_id': 'c' });
    const all = JSON.stringify(receiver.spans, (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(all).not.toContain('a secret prompt');
    expect(all).not.toContain('nobody else');
  });
});
