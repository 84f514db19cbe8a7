import { type Consumer, createConsumerOf } from '../src/consumer';

/** What an application of a framework in one version does, as it is written in either module format. */
const express = (name: string) => `
  const express = await load('${name}');
  const { botanu } = await load('@botanu/middleware-express');
  const app = express();
  app.use(botanu({ workflow: 'Support' }));
  app.get('/run', (request, response) => response.json({ runId: getRunId() }));
  const server = app.listen(0, '127.0.0.1');
`;
const fastify = (name: string) => `
  const { fastify } = await load('${name}');
  const { botanu } = await load('@botanu/middleware-fastify');
  const app = fastify();
  await app.register(botanu, { workflow: 'Support' });
  app.get('/run', async () => ({ runId: getRunId() }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { server } = app;
`;
const koa = (name: string) => `
  const Koa = await load('${name}');
  const { botanu } = await load('@botanu/middleware-koa');
  const app = new Koa();
  app.use(botanu({ workflow: 'Support' }));
  app.use(async (context) => { context.body = { runId: getRunId() }; });
  const server = app.listen(0, '127.0.0.1');
`;

const APPLICATIONS = {
  'express-4': express('express-4'),
  'express-5': express('express-5'),
  'fastify-4': fastify('fastify-4'),
  'fastify-5': fastify('fastify-5'),
  'koa-2': koa('koa-2'),
  'koa-3': koa('koa-3'),
} as const;

/** No SDK of OpenTelemetry, and nothing else of ours: a context manager, and the middleware as it was packed. */
const program = (application: string) => `
  const { context } = await load('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = await load('@opentelemetry/context-async-hooks');
  const { getRunId } = await load('@botanu/core');
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  ${application}
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const response = await fetch('http://127.0.0.1:' + server.address().port + '/run');
  console.log(JSON.stringify([response.headers.get('x-botanu-run-id'), (await response.json()).runId]));
  server.closeAllConnections();
  server.close();
`;

const LOADERS = {
  mjs: 'const load = async (name) => { const all = await import(name); return all.default ?? all; };',
  cjs: 'const load = (name) => require(name);',
};

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumerOf(
    ['core', 'middleware-express', 'middleware-fastify', 'middleware-koa'],
    [
      '@opentelemetry/api@1.9.1',
      '@opentelemetry/context-async-hooks@2.12.0',
      'express-4@npm:express@4.22.3',
      'express-5@npm:express@5.3.0',
      'fastify-4@npm:fastify@4.29.1',
      'fastify-5@npm:fastify@5.12.8',
      'koa-2@npm:koa@2.16.4',
      'koa-3@npm:koa@3.3.0',
      // The peer of middleware-fastify, under its own name.
      'fastify@5.12.8',
    ],
  );
  for (const [name, application] of Object.entries(APPLICATIONS)) {
    consumer.write(`${name}.mjs`, `${LOADERS.mjs}${program(application)}`);
    consumer.write(`${name}.cjs`, `${LOADERS.cjs}(async () => {${program(application)}})();`);
  }
}, 300_000);

afterAll(() => consumer.remove());

describe.each([
  ['this', undefined],
  ['22', '22.23.3'],
  ['24', '24.21.0'],
])('on Node %s', (_name, version) => {
  let node = process.execPath;

  beforeAll(async () => {
    if (version !== undefined) {
      const printPath = ['npx', '-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
      node = (await consumer.run(printPath)).trim();
    }
  }, 300_000);

  test.each(Object.keys(APPLICATIONS).flatMap((name) => [`${name}.mjs`, `${name}.cjs`]))(
    'the packed middleware in %s has a run, and names it',
    async (file) => {
      const [named, seen] = JSON.parse(await consumer.run([node, file])) as string[];
      expect(named).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
      expect(seen).toBe(named);
    },
    60_000,
  );
});
