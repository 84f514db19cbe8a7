import { once } from 'node:events';
import { Readable } from 'node:stream';
import { event } from '@botanu/core';
import { getRuntime } from '@botanu/core/authoring';
import { RunContextEnricher } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { diag, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import * as fc from 'fast-check';
import {
  setDataMetrics,
  setWarehouseMetrics,
  trackDbOperation,
  trackMessagingOperation,
  trackStorageOperation,
} from '../src';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };
const SELECT = { system: 'postgres', operation: 'select' };
const GET = { system: 'aws_s3', operation: 'get' };
const PUBLISH = { system: 'Kafka', operation: 'Publish', destination: 'tickets' };

/** How to open each kind of call, and what its own attributes begin with. */
const TRACKERS = [
  {
    name: 'trackDbOperation',
    track: <T>(
      fn: (call: { setError(error: unknown): unknown; setResult(result: object): unknown }) => T,
    ): T => trackDbOperation(SELECT, fn),
    start: () => trackDbOperation.start(SELECT),
    withoutOptions: (options: never) => trackDbOperation(options, () => 1),
    withoutFunction: () => trackDbOperation(SELECT, undefined as never),
    spanName: 'db.postgresql.select',
    prefix: 'botanu.data.',
    keys: ['system', 'operation'],
  },
  {
    name: 'trackStorageOperation',
    track: <T>(
      fn: (call: { setError(error: unknown): unknown; setResult(result: object): unknown }) => T,
    ): T => trackStorageOperation(GET, fn),
    start: () => trackStorageOperation.start(GET),
    withoutOptions: (options: never) => trackStorageOperation(options, () => 1),
    withoutFunction: () => trackStorageOperation(GET, undefined as never),
    spanName: 'storage.s3.get',
    prefix: 'botanu.storage.',
    keys: ['system', 'operation'],
  },
  {
    name: 'trackMessagingOperation',
    track: <T>(
      fn: (call: { setError(error: unknown): unknown; setResult(result: object): unknown }) => T,
    ): T => trackMessagingOperation(PUBLISH, fn),
    start: () => trackMessagingOperation.start(PUBLISH),
    withoutOptions: (options: never) => trackMessagingOperation(options, () => 1),
    withoutFunction: () => trackMessagingOperation(PUBLISH, undefined as never),
    spanName: 'messaging.kafka.publish',
    prefix: 'botanu.messaging.',
    keys: ['system', 'operation', 'destination'],
  },
] as const;

let tracing: TestTracing;
const warnings = (): number => getRuntime().warningCounts.get('BOTANU_INVALID_ARGUMENT') ?? 0;

describe.each(SDK_LINES)('with $name', (line) => {
  beforeEach(() => {
    tracing = line.start({ processors: [new RunContextEnricher()] });
    getRuntime().warned.clear();
  });
  afterEach(() => tracing.stop());

  describe.each(TRACKERS)('$name', ({ track, start, spanName, prefix }) => {
    it('a function that returns ends the span, with its duration, in the run', () => {
      const result = event(ticket, () => track(() => 'rows'));
      expect(result).toBe('rows');
      const { attributes, status, ended } = tracing.spanNamed(spanName);
      expect(ended).toBe(true);
      expect(status.code).toBe(SpanStatusCode.UNSET);
      expect(attributes[`${prefix}duration_ms`]).toBeGreaterThanOrEqual(0);
      expect(attributes['botanu.event_id']).toBe('ticket-42');
      expect(attributes[`${prefix}error`]).toBeUndefined();
    });

    it('a promise ends it when it is settled, and stays what it was', async () => {
      const promise = track(async () => 'rows');
      expect(tracing.endedSpans()).toEqual([]);
      await expect(promise).resolves.toBe('rows');
      expect(tracing.spanNamed(spanName).ended).toBe(true);
    });

    it('what is thrown is thrown, and its class written, never its message', () => {
      const error = new RangeError('secret');
      expect(() =>
        track(() => {
          throw error;
        }),
      ).toThrow(error);
      const { attributes, status } = tracing.spanNamed(spanName);
      expect(attributes[`${prefix}error`]).toBe('RangeError');
      expect(attributes['error.type']).toBe('RangeError');
      expect(status).toEqual({ code: SpanStatusCode.ERROR });
      expect(JSON.stringify(attributes)).not.toContain('secret');
    });

    it('a query builder is the same object, and runs when it is awaited, once', async () => {
      let runCount = 0;
      const query = {
        where: () => query,
        // biome-ignore lint/suspicious/noThenProperty: query builders are thenables
        then: (onFulfilled: (rows: string) => unknown) => {
          runCount += 1;
          return Promise.resolve('rows').then(onFulfilled);
        },
      };
      const returned = track(() => query);
      expect(returned).toBe(query);
      expect([runCount, tracing.endedSpans().length]).toEqual([0, 0]);
      expect(await (returned as unknown as Promise<string>)).toBe('rows');
      expect(runCount).toBe(1);
      expect(tracing.spanNamed(spanName).ended).toBe(true);
    });

    it('a stream is the same object, and ends the span when it has ended', async () => {
      const stream = Readable.from(['row', 'row']);
      expect(track(() => stream)).toBe(stream);
      expect(tracing.endedSpans()).toEqual([]);
      stream.resume();
      await once(stream, 'close');
      expect(tracing.spanNamed(spanName).ended).toBe(true);
    });

    it('setError() says it where nothing is thrown', () => {
      track((call) => void call.setError(new TypeError('secret')));
      expect(tracing.spanNamed(spanName).attributes[`${prefix}error`]).toBe('TypeError');
    });

    it('start() is ended by hand', () => {
      const scope = start();
      scope.with(() => {});
      scope.end();
      expect(tracing.spanNamed(spanName).status.code).toBe(SpanStatusCode.UNSET);
    });

    it('a scope that is disposed of without a result is a failure, with one it is none', () => {
      start()[Symbol.dispose]();
      expect(tracing.endedSpans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
      const scope = start();
      (scope.call.setResult as (result: object) => unknown)({});
      scope[Symbol.dispose]();
      expect(tracing.endedSpans()[1]?.status.code).toBe(SpanStatusCode.UNSET);
    });

    it('garbage in every setter is refused, never thrown', () => {
      const before = warnings();
      track((call) => {
        const methods = call as unknown as Record<string, (...parameters: unknown[]) => unknown>;
        for (const garbage of [
          undefined,
          null,
          7,
          'x',
          [],
          { rowsReturned: -1, objectsCount: NaN, messageCount: 'x' },
        ]) {
          for (const method of [
            'setResult',
            'setResultFrom',
            'setTable',
            'setBucket',
            'setQueryId',
            'setBytesScanned',
            'setBytesTransferred',
            'addMetadata',
            'setRetrievalContent',
          ]) {
            methods[method]?.(garbage);
          }
        }
      });
      expect(warnings()).toBeGreaterThan(before);
      const { attributes } = tracing.spanNamed(spanName);
      expect(Object.keys(attributes).filter((key) => /rows_|objects_|message_count/.test(key))).toEqual([]);
    });
  });
});

describe('attributes', () => {
  beforeEach(() => {
    tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
  });
  afterEach(() => tracing.stop());

  const withoutDuration = (name: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(tracing.spanNamed(name).attributes).filter(([key]) => !key.endsWith('duration_ms')),
    );

  it('a database call', () => {
    const options = {
      system: 'SQLServer',
      operation: 'Select',
      database: 'desk',
      cloudProvider: 'azure',
      attributes: { shard: 3, 'botanu.team': 'a' },
    };
    trackDbOperation(options, (call) =>
      call
        .setTable('tickets', 'public')
        .setResult({
          rowsReturned: 12,
          rowsAffected: 0,
          bytesRead: 4096,
          bytesWritten: 1,
          readUnits: 0.5,
          writeUnits: 2,
        })
        .setQueryId('q-1')
        .setBytesScanned(1e6)
        .setBytesTransferred({ sent: 10, received: 20 })
        .addMetadata({ plan: ['a'] }),
    );
    expect(tracing.spanNamed('db.mssql.select').kind).toBe(SpanKind.CLIENT);
    expect(withoutDuration('db.mssql.select')).toEqual({
      'db.system': 'mssql',
      'db.system.name': 'microsoft.sql_server',
      'db.operation': 'SELECT',
      'db.operation.name': 'SELECT',
      'db.name': 'desk',
      'db.namespace': 'desk',
      'db.collection.name': 'tickets',
      'db.schema': 'public',
      'botanu.vendor': 'mssql',
      'botanu.cloud_provider': 'azure',
      'botanu.data.rows_returned': 12,
      'botanu.data.bytes_read': 4096,
      'botanu.data.bytes_written': 1,
      'botanu.data.read_units': 0.5,
      'botanu.data.write_units': 2,
      'botanu.warehouse.query_id': 'q-1',
      'botanu.warehouse.bytes_scanned': 1e6,
      'botanu.bytes_transferred': 30,
      'botanu.data.shard': 3,
      'botanu.data.plan': '["a"]',
      'botanu.team': 'a',
    });
  });

  it('a storage call', () => {
    trackStorageOperation(
      { system: 'Google_Cloud_Storage', operation: 'put', bucket: 'a', attributes: { x: 1 } },
      (call) => call.setBucket('articles').setResult({ objectsCount: 2, bytesRead: 0, bytesWritten: 7 }),
    );
    expect(tracing.spanNamed('storage.gcs.put').kind).toBe(SpanKind.CLIENT);
    expect(withoutDuration('storage.gcs.put')).toEqual({
      'botanu.storage.system': 'gcs',
      'botanu.storage.operation': 'PUT',
      'botanu.storage.bucket': 'articles',
      'botanu.storage.x': 1,
      'botanu.vendor': 'gcs',
      'botanu.data.objects_count': 2,
      'botanu.data.bytes_written': 7,
    });
  });

  it('a messaging call', () => {
    trackMessagingOperation({ ...PUBLISH, attributes: { x: 1 } }, (call) =>
      call.setResult({ messageCount: 3, bytesTransferred: 300 }),
    );
    expect(withoutDuration('messaging.kafka.publish')).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation': 'publish',
      'messaging.operation.name': 'publish',
      'messaging.destination.name': 'tickets',
      'botanu.messaging.message_count': 3,
      'botanu.messaging.bytes_transferred': 300,
      'botanu.messaging.x': 1,
      'botanu.vendor': 'kafka',
    });
  });

  it.each([
    ['publish', SpanKind.PRODUCER],
    ['send', SpanKind.PRODUCER],
    ['consume', SpanKind.CONSUMER],
    ['receive', SpanKind.CONSUMER],
    ['subscribe', SpanKind.CONSUMER],
  ])('%s is of kind %d', (operation, kind) => {
    trackMessagingOperation({ system: 'nats', operation, destination: 'x' }, () => {});
    expect(tracing.spanNamed(`messaging.nats.${operation}`).kind).toBe(kind);
  });

  it('names that are missing at run time are unknown, with a warning', () => {
    const before = warnings();
    trackDbOperation({ system: undefined, operation: undefined }, () => {});
    trackMessagingOperation({ system: '', operation: 'send', destination: undefined }, () => {});
    expect(tracing.spanNamed('db.unknown.unknown').attributes['botanu.vendor']).toBe('unknown');
    expect(
      tracing.spanNamed('messaging.unknown.send').attributes['messaging.destination.name'],
    ).toBeUndefined();
    expect(warnings()).toBe(before + 3);
  });

  it('counts: zero is not written, what is no count is refused, everything else is written', () => {
    void fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.constant('12'), fc.constant(undefined)), (count) => {
        trackDbOperation(SELECT, (call) => call.setResult({ rowsReturned: count as number }));
        const written = tracing.endedSpans().at(-1)?.attributes['botanu.data.rows_returned'];
        const isWritten = typeof count === 'number' && count > 0 && Number.isFinite(count);
        expect(written).toBe(isWritten ? count : undefined);
      }),
    );
  });

  it('what is negative or no number is refused with one warning for each attribute', () => {
    getRuntime().warned.clear();
    const lines: string[] = [];
    const ignore = () => {};
    diag.setLogger({
      error: ignore,
      warn: (...text) => void lines.push(text.join(' ')),
      info: ignore,
      debug: ignore,
      verbose: ignore,
    });
    try {
      for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY, '12' as never]) {
        trackDbOperation(SELECT, (call) => call.setResult({ rowsReturned: bad }));
        setDataMetrics({ rowsReturned: bad });
        trackStorageOperation(GET, (call) => call.setResult({ bytesRead: bad }));
        trackMessagingOperation(PUBLISH, (call) => call.setResult({ messageCount: bad }));
      }
    } finally {
      diag.disable();
    }
    expect(lines).toEqual(
      ['botanu.data.rows_returned', 'botanu.data.bytes_read', 'botanu.messaging.message_count'].map((key) =>
        expect.stringContaining(`BOTANU_INVALID_ARGUMENT: ${key} takes a finite number from 0, not -1`),
      ),
    );
  });

  it('content goes through a policy or nowhere', () => {
    const seen: unknown[] = [];
    trackDbOperation(SELECT, (call) => call.setRetrievalContent('article'));
    getRuntime().capture = {
      capture: (span: Span, key: string, value: unknown) => {
        seen.push(value);
        span.setAttribute(key, 'scrubbed');
      },
      scrub: (text: string) => text,
    };
    try {
      trackStorageOperation(GET, (call) => call.setRetrievalContent('article'));
    } finally {
      delete getRuntime().capture;
    }
    expect(seen).toEqual(['article']);
    expect(JSON.stringify(tracing.spanNamed('db.postgresql.select').attributes)).not.toContain('article');
    expect(tracing.spanNamed('storage.s3.get').attributes['botanu.eval.retrieval_content']).toBe('scrubbed');
  });

  it('setDataMetrics() and setWarehouseMetrics() write on the span that is current', () => {
    event(ticket, () => {
      setDataMetrics({
        rowsReturned: 2,
        rowsAffected: 0,
        bytesRead: 3,
        bytesWritten: 4,
        objectsCount: 5,
        readUnits: 6,
        writeUnits: 7,
      });
      setWarehouseMetrics({ queryId: 'q', bytesScanned: 8, partitionsScanned: 9, rowsReturned: -1 });
      setDataMetrics(undefined as never);
      setWarehouseMetrics(null as never);
    });
    expect(tracing.spanNamed('botanu.run/Support').attributes).toMatchObject({
      'botanu.data.rows_returned': 2,
      'botanu.data.bytes_read': 3,
      'botanu.data.bytes_written': 4,
      'botanu.data.objects_count': 5,
      'botanu.data.read_units': 6,
      'botanu.data.write_units': 7,
      'botanu.warehouse.query_id': 'q',
      'botanu.warehouse.bytes_scanned': 8,
      'botanu.warehouse.partitions_scanned': 9,
    });
    expect(tracing.spanNamed('botanu.run/Support').attributes['botanu.data.rows_affected']).toBeUndefined();
    expect(() => setDataMetrics({ rowsReturned: 1 })).not.toThrow();
  });
});

describe.each(TRACKERS)('misuse of $name', ({ name, keys, withoutOptions, withoutFunction }) => {
  it('is told at once, with what to write', () => {
    expect(() => withoutOptions(undefined as never)).toThrow(
      `${name}() needs its options first. Write ${name}({ `,
    );
    expect(withoutFunction).toThrow(`${name}() needs the function to run as its second argument. Write`);
    for (const key of keys) {
      const options = Object.fromEntries(keys.filter((other) => other !== key).map((other) => [other, 'x']));
      expect(() => withoutOptions(options as never)).toThrow(`${name}() needs "${key}". Write`);
    }
  });
});

it('without an SDK everything runs all the same', async () => {
  expect(trackDbOperation(SELECT, (call) => call.setResult({ rowsReturned: 1 }) && 'rows')).toBe('rows');
  await expect(trackStorageOperation(GET, async () => 'bytes')).resolves.toBe('bytes');
  const carrier = {};
  expect(trackMessagingOperation({ ...PUBLISH, carrier }, () => 'sent')).toBe('sent');
});
