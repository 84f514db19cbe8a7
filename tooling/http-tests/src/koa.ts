import { createServer } from 'node:http';
import { botanu } from '@botanu/middleware-koa';
import koaMulter from '@koa/multer';
import Router15 from '@koa/router';
import Koa3 from 'koa';
import bodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import {
  type AnyOptions,
  type Application,
  type Framework,
  later,
  listening,
  readByHand,
  SERVER_OPTIONS,
  seenRun,
  sendEvents,
  twoEvents,
} from './application';

async function start(Koa: typeof Koa3, Router: typeof Router15, options: AnyOptions): Promise<Application> {
  const app = new Koa();
  app.silent = true;
  app.use(botanu(options as never) as never);
  app.use(async (context, next) => {
    try {
      await next();
    } catch {
      context.status = 500;
      context.body = seenRun();
    }
  });
  const router = new Router();
  router.get('/run', (context) => {
    context.body = seenRun();
  });
  router.get('/async', async (context) => {
    await later();
    context.body = seenRun();
  });
  const finished: (string | undefined)[] = [];
  router.get('/emitter', (context) => {
    context.res.on('finish', () => finished.push(seenRun().runId));
    context.body = seenRun();
  });
  router.get('/finished', (context) => {
    context.body = finished.splice(0);
  });
  router.post('/json', bodyParser() as never, (context) => {
    context.body = { ...seenRun(), body: context.request.body };
  });
  const upload = koaMulter().any();
  router.post('/upload', upload as never, async (context) => {
    await later();
    const files = context.files as unknown as { size: number }[];
    context.body = { ...seenRun(), sizes: files.map(({ size }) => size) };
  });
  router.post('/raw', async (context) => {
    context.body = await readByHand(context.req);
  });
  router.get('/stream', async (context) => {
    context.respond = false;
    await sendEvents(context.res);
  });
  router.get('/hijack', (context) => {
    context.respond = false;
    setTimeout(() => context.res.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'), 2);
  });
  router.get('/error', () => {
    throw new Error('expected');
  });
  router.get('/async-error', async () => {
    await later();
    throw new Error('expected');
  });
  router.get('/hang', () => new Promise(() => {}));
  router.get('/events', (context) => {
    context.body = twoEvents();
  });
  router.get('/status/:code', (context) => {
    context.status = Number(context.params.code);
  });
  const sub = new Router({ prefix: '/sub' });
  sub.get('/:id/run', async (context) => {
    await later();
    context.body = seenRun();
  });
  const customers = new Router({ prefix: '/customers/:customer' });
  customers.get('/run', (context) => {
    context.body = seenRun();
  });
  const mounted = new Koa();
  mounted.use((context) => {
    context.body = seenRun();
  });
  app.use(mount('/mounted', mounted));
  for (const { routes } of [router, sub, customers].map((one) => ({ routes: one.routes() }))) {
    app.use(routes as never);
  }
  return listening(createServer(SERVER_OPTIONS, app.callback()).listen(0, '127.0.0.1'));
}

export const koaVersions: readonly Framework[] = [
  { name: 'Koa 2', start: (options) => start(require('koa-2'), require('@koa/router-12'), options) },
  { name: 'Koa 3', start: (options) => start(Koa3, Router15, options) },
];
