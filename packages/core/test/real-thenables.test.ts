import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import OpenAI from 'openai';
import { event } from '../src';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };

let tracing: TestTracing;
beforeEach(() => {
  tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
});
afterEach(() => tracing.stop());

const status = () =>
  tracing.spanNamed('botanu.run/Support').events.find(({ name }) => name === 'botanu.run.completed')
    ?.attributes?.status;

describe('a knex query', () => {
  /** In a process of its own, since the embedded PostgreSQL loads itself by `import()`. Runs what is built. */
  async function runWithKnex(
    source: string,
  ): Promise<{ readonly results: unknown; readonly errors: string }> {
    const program = `
      import { PGlite } from '@electric-sql/pglite';
      import { event } from '@botanu/core';
      import { trace } from '@opentelemetry/api';
      import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
      import knex from 'knex';
      import ClientPgLite from 'knex-pglite';
      const exporter = new InMemorySpanExporter();
      trace.setGlobalTracerProvider(
        new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
      );
      const statuses = () => exporter.getFinishedSpans().map((span) => span.events.at(-1).attributes.status);
      const database = knex({ client: ClientPgLite, dialect: 'postgres', connection: { pglite: new PGlite() } });
      await database.schema.createTable('tickets', (table) => table.increments('id'));
      const executed = [];
      database.on('query', ({ sql }) => executed.push(sql));
      const ticket = { eventId: 'e', customerId: 'c', workflow: 'w' };
      const results = await (async () => { ${source} })();
      console.log(JSON.stringify(results));
      await database.destroy();
    `;
    const command = [process.execPath, '--input-type=module', '--eval', program];
    const { output, errors } = await runProgram(command, { folder: join(__dirname, '..') });
    return { results: output === '' ? undefined : JSON.parse(output), errors };
  }

  it('is the same builder, runs once, when it is awaited, and ends the run', async () => {
    expect(
      await runWithKnex(`
        const built = database('tickets').insert({});
        const query = event(ticket, () => built);
        await new Promise((resolve) => setTimeout(resolve, 10));
        const before = [query === built, executed.length, statuses()];
        const rows = await query.returning('id');
        return { before, rows, executed: executed.length, statuses: statuses(), total: await database('tickets').count() };
      `),
    ).toEqual({
      errors: '',
      results: {
        before: [true, 0, []],
        rows: [{ id: 1 }],
        executed: 1,
        statuses: ['success'],
        total: [{ count: 1 }],
      },
    });
  }, 60_000);

  it('that fails ends the run as a failure, with its own error, also through catch()', async () => {
    expect(
      await runWithKnex(`
        const codes = [];
        try { await event(ticket, () => database('nothing').select('*')); } catch (error) { codes.push(error.code); }
        await event(ticket, () => database('nothing').select('*')).catch((error) => codes.push(error.code));
        return { codes, executed: executed.length, statuses: statuses() };
      `),
    ).toEqual({
      errors: '',
      results: { codes: ['42P01', '42P01'], executed: 2, statuses: ['failure', 'failure'] },
    });
  }, 60_000);
});

describe('an APIPromise of the openai client', () => {
  let server: Server;
  let client: OpenAI;
  let requests = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests += 1;
      request.resume();
      if (request.url === '/v1/models/missing') {
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"error":{"message":"no such model"}}');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req-1' });
      response.end(
        request.url === '/v1/models'
          ? '{"object":"list","data":[{"id":"gpt-4o"},{"id":"gpt-4o-mini"}]}'
          : '{"id":"gpt-4o-mini","object":"model"}',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new OpenAI({ apiKey: 'test', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = 0;
  });

  const call = () => event(ticket, () => client.models.retrieve('gpt-4o-mini'));

  it('is awaited', async () => {
    await expect(call()).resolves.toMatchObject({ id: 'gpt-4o-mini' });
    expect(requests).toBe(1);
    expect(status()).toBe('success');
  });

  it('asResponse()', async () => {
    const response = await call().asResponse();
    expect(response).toBeInstanceOf(Response);
    await expect(response.json()).resolves.toMatchObject({ id: 'gpt-4o-mini' });
    expect(requests).toBe(1);
    expect(status()).toBe('success');
  });

  it('withResponse()', async () => {
    const { data, request_id } = await call().withResponse();
    expect([data.id, request_id, requests]).toEqual(['gpt-4o-mini', 'req-1', 1]);
    expect(status()).toBe('success');
  });

  it('then(), catch() and finally()', async () => {
    const settled = jest.fn();
    await call().then(({ id }) => expect(id).toBe('gpt-4o-mini'));
    expect(status()).toBe('success');
    await event({ ...ticket, workflow: 'Finally' }, () => client.models.retrieve('gpt-4o-mini')).finally(
      settled,
    );
    expect(settled).toHaveBeenCalledTimes(1);
    await event({ ...ticket, workflow: 'Catch' }, () => client.models.retrieve('missing')).catch((error) => {
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    });
    expect(tracing.spanNamed('botanu.run/Finally').ended).toBe(true);
    expect(tracing.spanNamed('botanu.run/Catch').attributes['botanu.outcome.error_class']).toBe(
      'NotFoundError',
    );
  });

  it('_thenUnwrap(), which gives another promise of the kind', async () => {
    const unwrapped = call()._thenUnwrap(({ id }) => id.toUpperCase());
    await expect(unwrapped).resolves.toBe('GPT-4O-MINI');
    expect(requests).toBe(1);
    expect(status()).toBe('success');
  });

  it('several of them, one after the other, with one request', async () => {
    const promise = call();
    const { request_id } = await promise.withResponse();
    await expect(promise).resolves.toMatchObject({ id: 'gpt-4o-mini' });
    expect([request_id, requests]).toEqual(['req-1', 1]);
    expect(status()).toBe('success');
  });

  it('a page of a list, awaited, or gone through with `for await`', async () => {
    async function idsOf(models: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
      const ids: string[] = [];
      for await (const { id } of models) {
        ids.push(id);
      }
      return ids;
    }
    const list = () => event(ticket, () => client.models.list());
    expect(await idsOf(list())).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(tracing.endedSpans()).toHaveLength(1);
    const page = await list();
    expect(page.data.map(({ id }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    // A page can be gone through: until then, or until it is thrown away, the run goes on.
    expect(tracing.endedSpans()).toHaveLength(1);
    expect(await idsOf(page)).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(tracing.endedSpans()).toHaveLength(2);
    expect(requests).toBe(2);
  });

  it('has no method that is not tried here', () => {
    const { prototype } = Object.getPrototypeOf(client.models.retrieve('gpt-4o-mini')).constructor;
    expect(Object.getOwnPropertyNames(prototype).sort()).toEqual([
      '_thenUnwrap',
      'asResponse',
      'catch',
      'constructor',
      'finally',
      'parse',
      'then',
      'withResponse',
    ]);
  });

  it('in an async function, where it is only a promise', async () => {
    await expect(event(ticket, async () => client.models.retrieve('gpt-4o-mini'))).resolves.toMatchObject({
      id: 'gpt-4o-mini',
    });
    expect(status()).toBe('success');
  });
});
