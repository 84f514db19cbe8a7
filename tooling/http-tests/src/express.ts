import { createServer } from 'node:http';
import { botanu } from '@botanu/middleware-express';
import express5, { type ErrorRequestHandler, type Express } from 'express';
import multer from 'multer';
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

// biome-ignore lint/suspicious/noExplicitAny: two versions of the same types
const express4 = require('express-4') as any;

async function start(express: typeof express5, options: AnyOptions): Promise<Application> {
  const app: Express = express();
  app.use((request, response, next) => {
    if (request.headers['x-client'] === 'early') {
      response.setHeader('x-before', 'yes');
    }
    next();
  });
  app.use(botanu(options as never));
  app.get('/run', (_, response) => {
    response.json(seenRun());
  });
  app.get('/async', async (_, response) => {
    await later();
    response.json(seenRun());
  });
  app.get('/emitter', (request, response) => {
    request.socket.setTimeout(0);
    response.on('finish', () => finished.push(seenRun().runId));
    response.json(seenRun());
  });
  const finished: (string | undefined)[] = [];
  app.get('/finished', (_, response) => {
    response.json(finished.splice(0));
  });
  app.post('/json', express.json(), (request, response) => {
    response.json({ ...seenRun(), body: request.body });
  });
  app.post('/upload', multer().any(), async (request, response) => {
    await later();
    const files = request.files as Express.Multer.File[];
    response.json({ ...seenRun(), sizes: files.map(({ size }) => size) });
  });
  app.post('/raw', async (request, response) => {
    response.json(await readByHand(request));
  });
  app.get('/stream', (_, response) => sendEvents(response));
  app.get('/hijack', (_, response) => {
    setTimeout(() => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'), 2);
  });
  app.get('/error', () => {
    throw new Error('expected');
  });
  app.get('/async-error', (_, __, next) => {
    later().then(() => next(new Error('expected')), next);
  });
  app.get('/hang', () => {});
  app.get('/events', (_, response) => {
    response.json(twoEvents());
  });
  app.get('/status/:code', (request, response) => {
    response.sendStatus(Number(request.params.code));
  });
  const router = express.Router();
  router.get('/:id/run', async (_, response) => {
    await later();
    response.json(seenRun());
  });
  app.use('/sub', router);
  const nested = express.Router({ mergeParams: true });
  nested.get('/run', (_, response) => {
    response.json(seenRun());
  });
  app.use('/customers/:customer', nested);
  const mounted = express();
  mounted.get('/', (_, response) => {
    response.json(seenRun());
  });
  app.use('/mounted', mounted);
  const handleError: ErrorRequestHandler = (_error, _request, response, _next) => {
    response.status(500).json(seenRun());
  };
  app.use(handleError);
  return listening(createServer(SERVER_OPTIONS, app).listen(0, '127.0.0.1'));
}

export const expressVersions: readonly Framework[] = [
  { name: 'Express 4', start: (options) => start(express4, options) },
  { name: 'Express 5', start: (options) => start(express5, options) },
];
