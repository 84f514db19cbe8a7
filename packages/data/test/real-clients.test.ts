import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  type Broker,
  findProgram,
  startMariaDb,
  startMongoDb,
  startPostgresql,
  startRedis,
} from '@botanu-tooling/local-servers';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import Redis from 'ioredis';
import { MongoClient } from 'mongodb';
import mysql from 'mysql2/promise';
import { Client as PgClient } from 'pg';
import { trackDbOperation, trackStorageOperation } from '../src';
import { startMysql } from './mysql-server';

jest.setTimeout(120_000);

let tracing: TestTracing;
beforeEach(() => {
  tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
});
afterEach(() => tracing.stop());

/** What `setResultFrom()` writes of what a real client returns. */
async function written(system: string, operation: string, call: () => Promise<unknown>): Promise<object> {
  await trackDbOperation({ system, operation }, async (tracked) => tracked.setResultFrom(await call()));
  return lastCounts();
}

async function stored(operation: string, call: () => Promise<unknown>): Promise<object> {
  await trackStorageOperation({ system: 's3', operation }, async (tracked) =>
    tracked.setResultFrom(await call()),
  );
  return lastCounts();
}

function lastCounts(): object {
  const { attributes } = tracing.endedSpans().at(-1) ?? { attributes: {} };
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([key]) => /^botanu\.(data|warehouse)\./.test(key) && !key.endsWith('duration_ms'),
    ),
  );
}

describe('pg, on PGlite', () => {
  let server: Broker;
  let client: PgClient;
  beforeAll(async () => {
    server = await startPostgresql();
    client = new PgClient({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('CREATE TABLE articles (id int PRIMARY KEY, title text)');
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it('INSERT, UPDATE and DELETE affect rows, RETURNING returns them, too', async () => {
    expect(
      await written('pg', 'INSERT', () =>
        client.query("INSERT INTO articles VALUES (1, 'a'), (2, 'b'), (3, 'c')"),
      ),
    ).toEqual({ 'botanu.data.rows_affected': 3 });
    expect(
      await written('pg', 'UPDATE', () =>
        client.query("UPDATE articles SET title = 'x' WHERE id < 3 RETURNING *"),
      ),
    ).toEqual({ 'botanu.data.rows_affected': 2, 'botanu.data.rows_returned': 2 });
    expect(await written('pg', 'DELETE', () => client.query('DELETE FROM articles WHERE id = 3'))).toEqual({
      'botanu.data.rows_affected': 1,
    });
  });

  it('SELECT returns rows, and affects none', async () => {
    expect(await written('pgvector', 'SELECT', () => client.query('SELECT * FROM articles'))).toEqual({
      'botanu.data.rows_returned': 2,
    });
    expect(await written('pg', 'SELECT', () => client.query('SELECT * FROM articles WHERE id > 9'))).toEqual(
      {},
    );
    expect(
      await written('redshift', 'SELECT', () =>
        client.query({ text: 'SELECT id FROM articles', rowMode: 'array' }),
      ),
    ).toEqual({ 'botanu.data.rows_returned': 2 });
  });

  it('several statements are added up', async () => {
    expect(
      await written('pg', 'BATCH', () =>
        client.query('SELECT 1; SELECT 2; UPDATE articles SET title = title'),
      ),
    ).toEqual({ 'botanu.data.rows_returned': 2, 'botanu.data.rows_affected': 2 });
  });

  it('a query that fails fails as it did, and its class is written', async () => {
    const failing = trackDbOperation({ system: 'pg', operation: 'SELECT' }, () =>
      client.query('SELECT * FROM nowhere'),
    );
    await expect(failing).rejects.toThrow('relation "nowhere" does not exist');
    expect(tracing.spanNamed('db.postgresql.select').attributes['botanu.data.error']).toBe('DatabaseError');
  });
});

describe('mysql2, on its own server', () => {
  let server: Broker;
  let connection: mysql.Connection;
  beforeAll(async () => {
    server = await startMysql();
    connection = await mysql.createConnection({ host: '127.0.0.1', port: server.port, user: 'desk' });
  });
  afterAll(async () => {
    connection?.destroy();
    await server?.stop();
  });

  it('rows, with and without the fields beside them', async () => {
    const query = () => connection.query('SELECT two rows');
    expect(await written('mysql', 'SELECT', query)).toEqual({ 'botanu.data.rows_returned': 2 });
    expect(await written('mariadb', 'SELECT', async () => (await query())[0])).toEqual({
      'botanu.data.rows_returned': 2,
    });
    const asArrays = () => connection.query({ sql: 'SELECT two rows', rowsAsArray: true });
    expect(await written('mysql', 'SELECT', asArrays)).toEqual({ 'botanu.data.rows_returned': 2 });
    expect(await written('mysql', 'SELECT', () => connection.query('SELECT nothing'))).toEqual({});
  });

  it('what was changed', async () => {
    expect(await written('mysql', 'UPDATE', () => connection.query('UPDATE 3 rows'))).toEqual({
      'botanu.data.rows_affected': 3,
    });
  });
});

const mariaDbProgram = findProgram('mariadbd');
const isMariaDbLeftOut = mariaDbProgram === undefined && process.env.CI === undefined;
if (isMariaDbLeftOut) {
  process.stderr.write('LEFT OUT: results of mysql2 on MariaDB. To run it: apt-get install mariadb-server\n');
}
(isMariaDbLeftOut ? describe.skip : describe)('mysql2, on MariaDB', () => {
  let server: Broker;
  let connection: mysql.Connection;
  beforeAll(async () => {
    server = await startMariaDb(mariaDbProgram as string);
    connection = await mysql.createConnection({
      host: '127.0.0.1',
      port: server.port,
      user: 'desk',
      database: 'desk',
      multipleStatements: true,
    });
    await connection.query('CREATE TABLE tickets (id INT PRIMARY KEY, state TEXT, body JSON)');
    await connection.query(
      "CREATE PROCEDURE open_tickets() SELECT id, body FROM tickets WHERE state = 'open'",
    );
  }, 60_000);
  afterAll(async () => {
    connection?.destroy();
    await server?.stop();
  });

  const affected = (count: number) => ({ 'botanu.data.rows_affected': count });
  const returned = (count: number) => ({ 'botanu.data.rows_returned': count });
  const read = (call: () => Promise<unknown>) => written('mysql', 'SELECT', call);
  const write = (operation: string, sql: string) =>
    written('mariadb', operation, () => connection.query(sql));

  it('what was changed, and what came back, in every way of asking', async () => {
    const insert = "INSERT INTO tickets VALUES (1, 'open', '{}'), (2, 'open', '{}'), (3, 'new', '{}')";
    expect(await write('INSERT', insert)).toEqual(affected(3));
    expect(await write('UPDATE', "UPDATE tickets SET state = 'open' WHERE id = 3")).toEqual(affected(1));
    expect(await write('UPDATE', "UPDATE tickets SET state = 'x' WHERE id = 9")).toEqual({});
    const select = 'SELECT id, state, body FROM tickets';
    expect(await read(() => connection.query(select))).toEqual(returned(3));
    expect(await read(async () => (await connection.query(select))[0])).toEqual(returned(3));
    expect(await read(() => connection.execute(`${select} WHERE id > ?`, [1]))).toEqual(returned(2));
    expect(await read(() => connection.query(`${select} WHERE id = 9`))).toEqual({});
    const asArrays = { sql: select, rowsAsArray: true };
    expect(await read(() => connection.query(asArrays))).toEqual(returned(3));
    expect(await read(async () => (await connection.query(asArrays))[0])).toEqual(returned(3));
    expect(await read(() => connection.query('CALL open_tickets()'))).toEqual(returned(3));
    expect(await write('DELETE', 'DELETE FROM tickets WHERE id = 1')).toEqual(affected(1));
  });

  it('several statements are added up', async () => {
    const sql =
      "SELECT 1 AS one; UPDATE tickets SET state = 'done' WHERE id > 1; SELECT id, state FROM tickets";
    expect(await read(() => connection.query(sql))).toEqual({ ...returned(3), ...affected(2) });
    expect(await read(async () => (await connection.query(sql))[0])).toEqual({
      ...returned(3),
      ...affected(2),
    });
    const selects = { sql: 'SELECT 1, 2; SELECT id, state FROM tickets', rowsAsArray: true };
    expect(await read(() => connection.query(selects))).toEqual(returned(3));
  });
});

describe('mongodb, on a server that speaks its protocol', () => {
  let server: Broker;
  let client: MongoClient;
  beforeAll(async () => {
    server = await startMongoDb();
    client = new MongoClient(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
    await client.connect();
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  it('writes affect documents, reads return them', async () => {
    const tickets = client.db('test').collection<{ _id: number; state: string }>('tickets');
    const mongo = (operation: string, call: () => Promise<unknown>) => written('mongo', operation, call);
    const affected = (count: number) => ({ 'botanu.data.rows_affected': count });
    const returned = (count: number) => ({ 'botanu.data.rows_returned': count });
    const open = { state: 'open' };
    expect(await mongo('INSERT', () => tickets.insertOne({ _id: 1, ...open }))).toEqual(affected(1));
    expect(
      await mongo('INSERT', () =>
        tickets.insertMany([
          { _id: 2, ...open },
          { _id: 3, ...open },
        ]),
      ),
    ).toEqual(affected(2));
    expect(await mongo('SELECT', () => tickets.find(open).toArray())).toEqual(returned(3));
    expect(await mongo('SELECT', () => tickets.findOne({ _id: 1 }))).toEqual(returned(1));
    expect(await mongo('SELECT', () => tickets.findOne({ _id: 9 }))).toEqual({});
    expect(
      await mongo('UPDATE', () => tickets.updateMany({ state: 'open' }, { $set: { state: 'done' } })),
    ).toEqual(affected(3));
    expect(
      await mongo('UPSERT', () => tickets.updateOne({ _id: 4 }, { $set: open }, { upsert: true })),
    ).toEqual(affected(1));
    expect(
      await mongo('BATCH', () =>
        tickets.bulkWrite([
          { insertOne: { document: { _id: 5, ...open } } },
          { deleteOne: { filter: { _id: 5 } } },
        ]),
      ),
    ).toEqual(affected(2));
    expect(await mongo('DELETE', () => tickets.deleteMany({ state: 'done' }))).toEqual(affected(3));
    expect(
      await mongo('INSERT', () => tickets.insertOne({ _id: 6, ...open }, { writeConcern: { w: 0 } })),
    ).toEqual({});
    expect(await mongo('SELECT', async () => tickets.find(open))).toEqual({});
  });
});

const redisProgram = findProgram('redis-server');
const isLeftOut = redisProgram === undefined && process.env.CI === undefined;
if (isLeftOut) {
  process.stderr.write('LEFT OUT: results of ioredis. To run it: apt-get install redis-server\n');
}
(isLeftOut ? describe.skip : describe)('ioredis, on Redis', () => {
  let server: Broker;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis(redisProgram as string);
    redis = new Redis(server.port, '127.0.0.1');
  });
  afterAll(async () => {
    redis?.disconnect();
    await server?.stop();
  });

  it('values and their bytes, and keys that were changed', async () => {
    const read = (call: () => Promise<unknown>) => written('redis', 'GET', call);
    const bytes = (rows: number, count: number) => ({
      'botanu.data.rows_returned': rows,
      'botanu.data.bytes_read': count,
    });
    expect(await written('redis', 'SET', () => redis.set('a', 'grüße'))).toEqual({});
    expect(await read(() => redis.get('a'))).toEqual(bytes(1, 7));
    expect(await read(() => redis.getBuffer('a'))).toEqual(bytes(1, 7));
    expect(await read(() => redis.get('nothing'))).toEqual({});
    expect(await read(() => redis.mget('a', 'nothing', 'a'))).toEqual(bytes(2, 14));
    expect(await written('redis', 'INSERT', () => redis.hset('h', { x: '1', yy: '22' }))).toEqual({
      'botanu.data.rows_affected': 2,
    });
    expect(await read(() => redis.hgetall('h'))).toEqual(bytes(1, 6));
    expect(await read(() => redis.hgetall('nothing'))).toEqual({});
    expect(await read(() => redis.strlen('a'))).toEqual({});
    await redis.zadd('z', 1, 'one', 2, 'two');
    expect(await read(() => redis.zrange('z', '0', '-1'))).toEqual(bytes(2, 6));
    await redis.xadd('s', '1-1', 'k', 'v');
    expect(await read(() => redis.xrange('s', '-', '+'))).toEqual(bytes(1, 5));
    expect(await read(() => redis.pipeline().get('a').get('nothing').exec() as Promise<unknown>)).toEqual(
      bytes(1, 7),
    );
    expect(await written('redis', 'DELETE', () => redis.del('a', 'h', 'nothing'))).toEqual({
      'botanu.data.rows_affected': 2,
    });
    expect(
      await written('redis', 'DELETE', () => redis.pipeline().del('z').del('s').exec() as Promise<unknown>),
    ).toEqual({
      'botanu.data.rows_affected': 2,
    });
  });
});

describe('the AWS clients, on a local HTTP server', () => {
  const server = createHttpServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  let endpoint = '';
  let dynamodb: DynamoDBClient;
  let s3: S3Client;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = {
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    };
    dynamodb = new DynamoDBClient(options);
    s3 = new S3Client({ ...options, forcePathStyle: true });
  });
  afterAll(() => {
    dynamodb?.destroy();
    s3?.destroy();
    server.closeAllConnections();
    server.close();
  });

  /** As the services answer: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference and AmazonS3/latest/API. */
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const target = String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    const url = new URL(request.url ?? '/', endpoint);
    const json = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    const xml = (body: string) => response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
    const item = { id: { S: '1' } };
    switch (target ?? `${request.method} ${url.search}`) {
      case 'Query':
        return void json({
          Items: [item, item],
          Count: 2,
          ScannedCount: 9,
          ConsumedCapacity: { TableName: 't', CapacityUnits: 1.5 },
        });
      case 'Scan':
        return void json({
          Count: 7,
          ScannedCount: 7,
          ConsumedCapacity: { TableName: 't', CapacityUnits: 4 },
        });
      case 'GetItem':
        return void json({ ConsumedCapacity: { TableName: 't', CapacityUnits: 0.5 } });
      case 'PutItem':
        return void json({
          ConsumedCapacity: { TableName: 't', CapacityUnits: 2, ReadCapacityUnits: 0, WriteCapacityUnits: 2 },
        });
    }
    if (request.method === 'GET' && url.searchParams.get('list-type') === '2') {
      return void xml(
        '<ListBucketResult><KeyCount>2</KeyCount><Contents><Key>a</Key></Contents><Contents><Key>b</Key></Contents></ListBucketResult>',
      );
    }
    if (request.method === 'POST') {
      return void xml(
        '<DeleteResult><Deleted><Key>a</Key></Deleted><Deleted><Key>b</Key></Deleted></DeleteResult>',
      );
    }
    const body = request.method === 'GET' ? 'hello world' : '';
    const length = request.method === 'PUT' ? 0 : 'hello world'.length;
    return void response.writeHead(200, { etag: '"e"', 'content-length': length }).end(body);
  }

  const table = { TableName: 't', ReturnConsumedCapacity: 'TOTAL' as const };
  const Key = { id: { S: '1' } };

  it('DynamoDB: rows, and the units that are billed, whichever way they went', async () => {
    const query = new QueryCommand({
      ...table,
      KeyConditionExpression: 'id = :i',
      ExpressionAttributeValues: { ':i': { S: '1' } },
    });
    expect(await written('dynamodb', 'QUERY', () => dynamodb.send(query))).toEqual({
      'botanu.data.rows_returned': 2,
      'botanu.data.read_units': 1.5,
    });
    expect(
      await written('dynamodb', 'SELECT', () =>
        dynamodb.send(new ScanCommand({ ...table, Select: 'COUNT' })),
      ),
    ).toEqual({
      'botanu.data.read_units': 4,
    });
    expect(
      await written('dynamodb', 'GET', () => dynamodb.send(new GetItemCommand({ ...table, Key }))),
    ).toEqual({
      'botanu.data.read_units': 0.5,
    });
    expect(
      await written('dynamodb', 'INSERT', () => dynamodb.send(new PutItemCommand({ ...table, Item: Key }))),
    ).toEqual({
      'botanu.data.write_units': 2,
    });
  });

  it('S3: objects and bytes', async () => {
    const Bucket = 'articles';
    expect(
      await stored('GET', async () => {
        const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
        await object.Body?.transformToString();
        return object;
      }),
    ).toEqual({ 'botanu.data.objects_count': 1, 'botanu.data.bytes_read': 11 });
    expect(await stored('HEAD', () => s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toEqual({
      'botanu.data.objects_count': 1,
    });
    expect(await stored('PUT', () => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' })))).toEqual(
      {
        'botanu.data.objects_count': 1,
      },
    );
    expect(await stored('LIST', () => s3.send(new ListObjectsV2Command({ Bucket })))).toEqual({
      'botanu.data.objects_count': 2,
    });
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'b' }] };
    expect(await stored('DELETE', () => s3.send(new DeleteObjectsCommand({ Bucket, Delete })))).toEqual({
      'botanu.data.objects_count': 2,
    });
  });
});
