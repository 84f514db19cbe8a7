import * as fc from 'fast-check';
import { readDbResult } from '../src/results/read-db-result';
import { readStorageResult } from '../src/results/read-storage-result';
import { utf8Length } from '../src/results/utf8-length';

/**
 * Results whose clients do not run here (Snowflake and Pinecone need their clouds), or that the servers of
 * `real-clients.test.ts` do not give: as their documentation has them.
 */
const definedOnly = (facts: object | undefined): object | undefined =>
  facts && Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
const read = (system: string, operation: string, result: unknown): object | undefined =>
  definedOnly(readDbResult(system, operation, result));

it('PGlite: rows, or what was changed', () => {
  const fields = [{ name: 'id', dataTypeID: 23 }];
  expect(read('postgresql', 'SELECT', { rows: [{ id: 1 }], fields, affectedRows: 0 })).toEqual({
    rowsReturned: 1,
    rowsAffected: 0,
  });
  expect(
    read('postgresql', 'BATCH', [
      { rows: [], fields, affectedRows: 2 },
      { rows: [{}], fields },
    ]),
  ).toEqual({
    rowsReturned: 1,
    rowsAffected: 2,
  });
});

it('mysql2: several statements, and procedures', () => {
  const header = { fieldCount: 0, affectedRows: 2, insertId: 0, info: '', serverStatus: 2, warningStatus: 0 };
  const field = { columnType: 3, name: 'id' };
  expect(
    read('mysql', 'BATCH', [
      [[{ id: 1 }], header],
      [[field], undefined],
    ]),
  ).toEqual({
    rowsReturned: 1,
    rowsAffected: 2,
  });
  expect(read('mysql', 'INSERT', [header, undefined])).toEqual({ rowsAffected: 2 });
  expect(read('mysql', 'SELECT', [[], [field]])).toEqual({ rowsReturned: 0 });
});

it('mysql2: rows that are arrays are rows, not the rows of several statements', () => {
  const rows = [
    [1, 'open', new Date(0)],
    [2, 'done', new Date(0)],
  ];
  const fields = ['id', 'state', 'at'].map((name) => ({ columnType: 3, name }));
  expect(read('mysql', 'SELECT', [rows, fields])).toEqual({ rowsReturned: 2 });
  expect(read('mysql', 'SELECT', rows)).toEqual({ rowsReturned: 2 });
  expect(
    read('mysql', 'BATCH', [
      [rows, rows],
      [fields, fields],
    ]),
  ).toEqual({ rowsReturned: 4 });
});

it('DynamoDB: batches, transactions, and units both ways', () => {
  const consumed = (CapacityUnits: number) => ({ TableName: 't', CapacityUnits });
  expect(
    read('dynamodb', 'BATCH', {
      Responses: { a: [{}, {}], b: [{}] },
      ConsumedCapacity: [consumed(1), consumed(2.5)],
    }),
  ).toEqual({ rowsReturned: 3, readUnits: 3.5 });
  expect(read('dynamodb', 'BATCH', { UnprocessedItems: {}, ConsumedCapacity: [consumed(3)] })).toEqual({
    writeUnits: 3,
  });
  expect(
    read('dynamodb', 'TRANSACTION', {
      ConsumedCapacity: [{ TableName: 't', CapacityUnits: 6, ReadCapacityUnits: 2, WriteCapacityUnits: 4 }],
    }),
  ).toEqual({ readUnits: 2, writeUnits: 4 });
  expect(read('dynamodb', 'GET', { $metadata: {}, Item: { id: '1' } })).toEqual({ rowsReturned: 1 });
});

it('Snowflake: a statement, or its rows', () => {
  const statement = {
    getNumRows: () => 12,
    getNumUpdatedRows: () => undefined,
    getQueryId: () => '01b2-0000',
    getStatementId: () => '01b2-0000',
  };
  expect(read('snowflake', 'SELECT', statement)).toEqual({ rowsReturned: 12, queryId: '01b2-0000' });
  expect(
    read('snowflake', 'UPDATE', { ...statement, getNumRows: () => 1, getNumUpdatedRows: () => 5 }),
  ).toEqual({
    rowsAffected: 5,
    queryId: '01b2-0000',
  });
  expect(read('snowflake', 'SELECT', [{ ID: 1 }, { ID: 2 }])).toEqual({ rowsReturned: 2 });
});

it('Pinecone: matches or records, and the read units', () => {
  const usage = { readUnits: 6 };
  expect(read('pinecone', 'SELECT', { matches: [{}, {}], namespace: '', usage })).toEqual({
    rowsReturned: 2,
    readUnits: 6,
  });
  expect(read('pinecone', 'SELECT', { records: { a: {}, b: {}, c: {} }, usage })).toEqual({
    rowsReturned: 3,
    readUnits: 6,
  });
  expect(read('pinecone', 'UPSERT', undefined)).toBeUndefined();
});

const SYSTEMS = [
  ...[
    'postgresql',
    'mysql',
    'mongodb',
    'redis',
    'dynamodb',
    'bigquery',
    'athena',
    'snowflake',
    'pinecone',
    'qdrant',
  ],
];

it('whatever a client returns: no reader throws, and every fact is a count or a text', () => {
  void fc.assert(
    fc.property(
      fc.constantFrom(...SYSTEMS),
      fc.constantFrom('SELECT', 'INSERT', 'BATCH'),
      fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
      (system, operation, result) => {
        for (const facts of [readDbResult(system, operation, result), readStorageResult(operation, result)]) {
          for (const [name, value] of Object.entries(facts ?? {})) {
            expect(name === 'queryId' ? typeof (value ?? '') : Number.isFinite(value ?? 0)).toBe(
              name === 'queryId' ? 'string' : true,
            );
          }
        }
      },
    ),
  );
});

it('the length in UTF-8 is that of the encoder, lone surrogates included', () => {
  void fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      },
    ),
  );
  expect(utf8Length('\u{1F600}grüße')).toBe(11);
});
