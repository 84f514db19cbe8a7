/**
 * A server of one framework, in one variant, which counts its own CPU time. Its parent asks for it.
 */
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { byHand, inContext } from './by-hand';
import type { FrameworkName, Variant } from './variants';

const INSTRUMENTATIONS: Readonly<Record<FrameworkName, () => Instrumentation>> = {
  Express: () => new (require('@opentelemetry/instrumentation-express').ExpressInstrumentation)(),
  Fastify: () =>
    new (require('@fastify/otel').FastifyOtelInstrumentation)({ registerOnInitialization: true }),
  Koa: () => new (require('@opentelemetry/instrumentation-koa').KoaInstrumentation)(),
};

/** Spans are made and thrown away: exporting them would be the exporter's time. */
function registerTracing(): void {
  trace.setGlobalTracerProvider(new BasicTracerProvider());
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
}

function instrument(framework: FrameworkName): void {
  const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
  registerInstrumentations({ instrumentations: [new HttpInstrumentation(), INSTRUMENTATIONS[framework]()] });
}

/** What is done with a request in the variants that do without the middleware; undefined where nothing is. */
const WITHOUT_OURS: Partial<Record<Variant, <T>(response: ServerResponse, next: () => T) => T>> = {
  context: (_response, next) => inContext(next),
  'by hand': byHand,
};

const OPTIONS = { workflow: 'Support' };
const EVENT_OPTIONS = { ...OPTIONS, eventId: () => 'ticket-42', customerId: () => 'acme' };

async function start(framework: FrameworkName, variant: Variant): Promise<Server> {
  if (variant !== 'bare') {
    registerTracing();
  }
  if (variant === 'instrumented') {
    instrument(framework);
  }
  const options = variant === 'event' ? EVENT_OPTIONS : OPTIONS;
  const around = WITHOUT_OURS[variant];
  const isOurs = variant === 'middleware' || variant === 'event';
  switch (framework) {
    case 'Express': {
      const app = require('express')();
      if (around !== undefined) {
        app.use((_request: unknown, response: ServerResponse, next: () => void) => around(response, next));
      }
      if (isOurs) {
        app.use(require('@botanu/middleware-express').botanu(options));
      }
      app.get(
        '/tickets/:id',
        (request: { params: { id: string } }, response: { json(body: object): void }) => {
          response.json({ id: request.params.id });
        },
      );
      return app.listen(0, '127.0.0.1');
    }
    case 'Fastify': {
      const app = require('fastify').fastify();
      if (around !== undefined) {
        app.addHook('onRequest', (_request: unknown, reply: { raw: ServerResponse }, next: () => void) =>
          around(reply.raw, next),
        );
      }
      if (isOurs) {
        await app.register(require('@botanu/middleware-fastify').botanu, options);
      }
      app.get('/tickets/:id', async (request: { params: { id: string } }) => ({ id: request.params.id }));
      await app.listen({ port: 0, host: '127.0.0.1' });
      return app.server;
    }
    case 'Koa': {
      const Koa = require('koa');
      const Router = require('@koa/router');
      const app = new Koa();
      if (around !== undefined) {
        app.use(({ res }: { res: ServerResponse }, next: () => unknown) => around(res, next));
      }
      if (isOurs) {
        app.use(require('@botanu/middleware-koa').botanu(options));
      }
      const router = new Router();
      router.get('/tickets/:id', (ctx: { params: { id: string }; body: object }) => {
        ctx.body = { id: ctx.params.id };
      });
      app.use(router.routes());
      return app.listen(0, '127.0.0.1');
    }
  }
}

async function main(): Promise<void> {
  const [framework, variant] = process.argv.slice(2) as [FrameworkName, Variant];
  const server = await start(framework, variant);
  if (!server.listening) {
    await new Promise((resolve) => server.once('listening', resolve));
  }
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicroseconds: user + system });
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port: (server.address() as AddressInfo).port });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
