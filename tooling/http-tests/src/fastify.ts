import { botanu } from '@botanu/middleware-fastify';
import multipart from '@fastify/multipart';
import fastify5, { type FastifyInstance } from 'fastify';
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

async function start(
  create: typeof fastify5,
  multipartPlugin: typeof multipart,
  options: AnyOptions,
): Promise<Application> {
  const app = create({ http: SERVER_OPTIONS }) as FastifyInstance;
  await app.register(botanu, options as never);
  await app.register(multipartPlugin);
  app.get('/run', () => seenRun());
  app.get('/async', async () => {
    await later();
    return seenRun();
  });
  const finished: (string | undefined)[] = [];
  app.get('/emitter', async (_, reply) => {
    reply.raw.on('finish', () => finished.push(seenRun().runId));
    return seenRun();
  });
  app.get('/finished', async () => finished.splice(0));
  app.post('/json', async (request) => ({ ...seenRun(), body: request.body }));
  app.post('/upload', async (request) => {
    const sizes: number[] = [];
    for await (const file of request.files()) {
      sizes.push((await file.toBuffer()).byteLength);
    }
    return { ...seenRun(), sizes };
  });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.post('/raw', (request) => readByHand(request.raw));
  });
  app.get('/stream', async (_, reply) => {
    reply.hijack();
    await sendEvents(reply.raw);
  });
  app.get('/hijack', (_, reply) => {
    reply.hijack();
    setTimeout(() => reply.raw.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'), 2);
  });
  app.get('/error', () => {
    throw new Error('expected');
  });
  app.get('/async-error', async () => {
    await later();
    throw new Error('expected');
  });
  app.get('/hang', () => new Promise(() => {}));
  app.get('/events', () => twoEvents());
  app.get<{ Params: { code: string } }>('/status/:code', (request, reply) =>
    reply.code(Number(request.params.code)).send('done'),
  );
  app.register(
    async (scope) => {
      scope.get('/:id/run', async () => {
        await later();
        return seenRun();
      });
    },
    { prefix: '/sub' },
  );
  app.register(
    async (scope) => {
      scope.get('/run', async () => seenRun());
    },
    { prefix: '/customers/:customer' },
  );
  app.register(async (scope) => {
    scope.get('/mounted', async () => seenRun());
  });
  app.setErrorHandler((_error, _request, reply) => {
    reply.code(500).send(seenRun());
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return listening(app.server);
}

export const fastifyVersions: readonly Framework[] = [
  {
    name: 'Fastify 4',
    start: (options) => start(require('fastify-4').fastify, require('@fastify/multipart-8'), options),
  },
  { name: 'Fastify 5', start: (options) => start(fastify5, multipart, options) },
];
