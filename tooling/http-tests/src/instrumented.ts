import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

const FOLDER = join(__dirname, '..');

/** The run and the trace of a caller. */
export const CALLERS_RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** A program in either module format: `load` becomes an import or a require. */
const SETUP = `
  const { context, propagation, trace } = await load('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = await load('@opentelemetry/context-async-hooks');
  const { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } = await load('@opentelemetry/core');
  const sdk = await load('@opentelemetry/sdk-trace-base');
  const { RunContextEnricher } = await load('@botanu/processors');
  const { currentRun, event } = await load('@botanu/core');
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new sdk.BasicTracerProvider({
    spanProcessors: [new RunContextEnricher(), new sdk.SimpleSpanProcessor(exporter)],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  }));
  const instrumentations = [];
  if (process.env.IS_INSTRUMENTED) {
    const { registerInstrumentations } = await load('@opentelemetry/instrumentation');
    const { HttpInstrumentation } = await load('@opentelemetry/instrumentation-http');
    instrumentations.push(new HttpInstrumentation());
    if (process.env.INSTRUMENTATION) {
      const loaded = await load(process.env.INSTRUMENTATION);
      instrumentations.push(new loaded[process.env.INSTRUMENTATION_CLASS]());
    }
    registerInstrumentations({ instrumentations });
  }
  const readByHand = (request) => new Promise((resolve) => {
    const seen = [];
    request.on('data', () => seen.push(currentRun()?.runId));
    request.once('end', () => resolve([...seen, currentRun()?.runId]));
  });
  const inEvent = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return event({ eventId: 'e', customerId: 'c', workflow: 'Support' }, async (run) => run.runId);
  };
`;

const CHECKS = `
  const url = 'http://127.0.0.1:' + server.address().port;
  const results = {};
  async function ask(name, path, init) {
    const response = await fetch(url + path, init);
    results[name] = { runId: response.headers.get('x-botanu-run-id'), seen: await response.json() };
  }
  const body = 'x'.repeat(200000);
  const post = { method: 'POST', body, headers: { 'content-type': 'application/octet-stream' } };
  await ask('fresh', '/api/raw/7', post);
  await ask('event', '/event', {});
  const baggage = 'botanu.run_id=${CALLERS_RUN_ID},botanu.workflow=Caller,botanu.event_id=e,botanu.customer_id=c';
  const traceparent = '00-${TRACE_ID}-b7ad6b7169203331-01';
  await ask('called', '/api/raw/8', { ...post, headers: { ...post.headers, baggage, traceparent } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const servers = exporter.getFinishedSpans().filter((span) => span.kind === 1);
  results.servers = servers.map(({ attributes, name }) => ({
    name, runId: attributes['botanu.run_id'], route: attributes['http.route'], customerId: attributes['botanu.customer_id'],
  })).filter(({ name }) => !name.startsWith('botanu.'));
  console.log(JSON.stringify(results));
  server.closeAllConnections();
  server.close();
`;

const expressApp = (name: string) => `
  const express = await load('${name}');
  const { botanu } = await load('@botanu/middleware-express');
  const app = express();
  app.use(botanu({ workflow: 'Support' }));
  const router = express.Router();
  router.post('/raw/:id', async (request, response) => { response.json(await readByHand(request)); });
  app.use('/api', router);
  app.get('/event', async (request, response) => { response.json([await inEvent()]); });
  const server = await new Promise((resolve) => { const s = app.listen(0, '127.0.0.1', () => resolve(s)); });
`;
const fastifyApp = (name: string) => `
  const { fastify } = await load('${name}');
  const { botanu } = await load('@botanu/middleware-fastify');
  const app = fastify();
  const own = instrumentations.find((one) => typeof one.plugin === 'function');
  if (own !== undefined) await app.register(own.plugin());
  await app.register(botanu, { workflow: 'Support' });
  app.addContentTypeParser('application/octet-stream', (request, payload, done) => done(null));
  app.register(async (scope) => { scope.post('/raw/:id', (request) => readByHand(request.raw)); }, { prefix: '/api' });
  app.get('/event', async () => [await inEvent()]);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { server } = app;
`;
const koaApp = (name: string, router: string) => `
  const Koa = await load('${name}');
  const Router = await load('${router}');
  const { botanu } = await load('@botanu/middleware-koa');
  const app = new Koa();
  app.use(botanu({ workflow: 'Support' }));
  const router = new Router({ prefix: '/api' });
  router.post('/raw/:id', async (ctx) => { ctx.body = await readByHand(ctx.req); });
  const other = new Router();
  other.get('/event', async (ctx) => { ctx.body = [await inEvent()]; });
  app.use(router.routes()).use(other.routes());
  const server = await new Promise((resolve) => { const s = app.listen(0, '127.0.0.1', () => resolve(s)); });
`;

const EXPRESS = {
  INSTRUMENTATION: '@opentelemetry/instrumentation-express',
  INSTRUMENTATION_CLASS: 'ExpressInstrumentation',
};
const FASTIFY = { INSTRUMENTATION: '@fastify/otel', INSTRUMENTATION_CLASS: 'FastifyOtelInstrumentation' };
const KOA = {
  INSTRUMENTATION: '@opentelemetry/instrumentation-koa',
  INSTRUMENTATION_CLASS: 'KoaInstrumentation',
};

/** Each framework in each version, and its instrumentation. */
export const instrumentedApplications = [
  ['Express 4', expressApp('express-4'), EXPRESS],
  ['Express 5', expressApp('express'), EXPRESS],
  ['Fastify 4', fastifyApp('fastify-4'), FASTIFY],
  ['Fastify 5', fastifyApp('fastify'), FASTIFY],
  ['Koa 2', koaApp('koa-2', '@koa/router-12'), KOA],
  ['Koa 3', koaApp('koa', '@koa/router'), KOA],
] as const;

const LOADERS = {
  module: `
    import { register } from 'node:module';
    register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
    const load = async (name) => { const all = await import(name); return all.default ?? all; };
  `,
  commonjs: 'const load = (name) => require(name);',
};

/** One request: the run in its response, and those that its handler has seen. */
export interface InstrumentedAnswer {
  readonly runId: string;
  readonly seen: string[];
}

/** What came of the requests, and which spans there were of them. */
export interface InstrumentedResults {
  readonly fresh: InstrumentedAnswer;
  readonly event: InstrumentedAnswer;
  readonly called: InstrumentedAnswer;
  readonly servers: { readonly runId?: string; readonly route?: string; readonly customerId?: string }[];
}

/** The formats that an application can be written in. */
export const MODULE_FORMATS = ['module', 'commonjs'] as const;
export type ModuleFormat = (typeof MODULE_FORMATS)[number];

/** How an application is run. */
export interface InstrumentedRun {
  readonly format: ModuleFormat;
  /** One of {@link instrumentedApplications}. */
  readonly application: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The program that runs it. @defaultValue that of this process */
  readonly node?: readonly string[];
}

/** Runs an application in a process of its own, sends it three requests, and tells what came of them. */
export async function runInstrumented({
  format,
  application,
  environment,
  node = [process.execPath],
}: InstrumentedRun): Promise<InstrumentedResults> {
  const program = `${SETUP}${application}${CHECKS}`;
  const source =
    format === 'module' ? LOADERS.module + program : `${LOADERS.commonjs} (async () => { ${program} })();`;
  const command = [...node, '--no-warnings', `--input-type=${format}`, '--eval', source];
  const { output, errors, exitCode } = await runProgram(command, { folder: FOLDER, environment });
  if (exitCode !== 0 || errors !== '') {
    throw new Error(`exit code ${exitCode}: ${errors}`);
  }
  return JSON.parse(output) as InstrumentedResults;
}
