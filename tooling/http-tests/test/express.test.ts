import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { currentRun } from '@botanu/core';
import { botanu } from '@botanu/middleware-express';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import express5, { type RequestHandler } from 'express';

const latest = SDK_LINES[1] as (typeof SDK_LINES)[number];

/** Tells which run each part of the body was read in, by a listener that is added here. */
const readBody: RequestHandler = (request, response) => {
  const runIds: (string | undefined)[] = [];
  request.on('data', () => runIds.push(currentRun()?.runId));
  request.on('end', () => response.json(runIds));
};

async function* slowParts(): AsyncGenerator<Uint8Array> {
  for (let count = 0; count < 3; count += 1) {
    yield new TextEncoder().encode('x'.repeat(100));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.each([
  ['Express 4', require('express-4') as typeof express5],
  ['Express 5', express5],
])('listeners of a request, in %s', (_, express) => {
  let tracing: TestTracing;
  let server: Server;
  beforeEach(() => {
    tracing = latest.start();
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await tracing.stop();
  });

  async function post(app: ReturnType<typeof express>, path: string): Promise<Response> {
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    return fetch(url, { method: 'POST', body: slowParts() as never, duplex: 'half' } as RequestInit);
  }

  it.each(['mounted before', 'mounted after'])(
    'stay in the run where it begins in an app inside, %s, and the request goes on outside',
    async (order) => {
      const outer = express();
      const inner = express();
      if (order === 'mounted before') {
        outer.use('/api', inner);
      }
      inner.use(botanu({ workflow: 'Support' }));
      if (order === 'mounted after') {
        outer.use('/api', inner);
      }
      outer.post('/api/raw', readBody);
      const response = await post(outer, '/api/raw');
      const runIds = (await response.json()) as string[];
      expect(runIds.length).toBeGreaterThan(1);
      expect(new Set(runIds)).toEqual(new Set([response.headers.get('x-botanu-run-id')]));
    },
  );

  it('of an app without the middleware are added as ever', async () => {
    const ours = express();
    ours.use(botanu({ workflow: 'Support' }));
    ours.post('/raw', readBody);
    await (await post(ours, '/raw')).json();
    server.close();
    const theirs = express();
    theirs.post('/raw', (request, response) => {
      const { IncomingMessage } = require('node:http') as typeof import('node:http');
      response.json([request.on === IncomingMessage.prototype.on, Object.hasOwn(request, 'on')]);
    });
    expect(await (await post(theirs, '/raw')).json()).toEqual([true, false]);
  });
});
