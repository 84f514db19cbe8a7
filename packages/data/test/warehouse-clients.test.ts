import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { runProgram } from '@botanu-tooling/run-program';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import type { Attributes } from '@opentelemetry/api';
import { trackDbOperation } from '../src';

const MIB = 1024 * 1024;

let tracing: TestTracing;
let endpoint = '';
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(request, response));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
});
afterEach(() => tracing.stop());

/**
 * As the services answer: https://cloud.google.com/bigquery/docs/reference/rest and
 * https://docs.aws.amazon.com/athena/latest/APIReference
 */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const action = String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const isPage = request.url?.includes('/queries') ?? false;
  const body = ATHENA[action ?? ''] ?? (isPage ? PAGE : JOB);
  const type = action === '' ? 'application/json' : 'application/x-amz-json-1.1';
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
}

const jobReference = { projectId: 'desk', jobId: 'job_1', location: 'EU' };
const PAGE = {
  jobComplete: true,
  jobReference,
  totalRows: '2',
  totalBytesProcessed: '1000',
  schema: { fields: [{ name: 'id', type: 'STRING' }] },
  rows: [{ f: [{ v: '1' }] }, { f: [{ v: '2' }] }],
};
const JOB = {
  jobReference,
  status: { state: 'DONE' },
  statistics: {
    totalBytesProcessed: '1000',
    query: { totalBytesProcessed: '1000', totalBytesBilled: String(10 * MIB), numDmlAffectedRows: '4' },
  },
};
const ATHENA: Readonly<Record<string, object>> = {
  StartQueryExecution: { QueryExecutionId: 'a-1' },
  GetQueryExecution: {
    QueryExecution: { QueryExecutionId: 'a-1', Statistics: { DataScannedInBytes: 5 * MIB } },
  },
  GetQueryResults: { UpdateCount: 0, ResultSet: { Rows: [{ Data: [] }, { Data: [] }, { Data: [] }] } },
};

async function written(call: () => Promise<unknown>): Promise<object> {
  await trackDbOperation({ system: 'athena', operation: 'SELECT' }, async (tracked) => {
    tracked.setResultFrom(await call());
  });
  return factsIn(tracing.endedSpans().at(-1)?.attributes ?? {});
}

function factsIn(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([key]) => /^botanu\.(data|warehouse)\./.test(key) && !key.endsWith('duration_ms'),
    ),
  );
}

// In a process of its own: jest cannot load what this client imports as it goes.
it('BigQuery: rows, the job, and the bytes that are billed, where the answer has them', async () => {
  const { output, errors } = await runProgram([process.execPath, join(__dirname, 'programs/bigquery.cjs')], {
    folder: __dirname,
    environment: { ENDPOINT: endpoint },
  });
  expect(errors).toBe('');
  const ofPage = {
    'botanu.data.rows_returned': 2,
    'botanu.warehouse.query_id': expect.any(String),
    'botanu.warehouse.bytes_scanned': 1000,
  };
  expect((JSON.parse(output) as Attributes[]).map(factsIn)).toEqual([
    ofPage,
    { 'botanu.data.rows_returned': 2 },
    ofPage,
    {
      'botanu.data.rows_affected': 4,
      'botanu.warehouse.query_id': 'job_1',
      'botanu.warehouse.bytes_scanned': 10 * MIB,
    },
  ]);
}, 60_000);

it('Athena: the query, the bytes that were scanned, and a page of rows', async () => {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const athena = new AthenaClient({ endpoint, region: 'eu-central-1', credentials });
  const QueryExecutionId = 'a-1';
  const send = (command: object) => () => athena.send(command as GetQueryExecutionCommand);
  expect(await written(send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1' })))).toEqual({
    'botanu.warehouse.query_id': 'a-1',
  });
  expect(await written(send(new GetQueryExecutionCommand({ QueryExecutionId })))).toEqual({
    'botanu.warehouse.query_id': 'a-1',
    'botanu.warehouse.bytes_scanned': 5 * MIB,
  });
  expect(await written(send(new GetQueryResultsCommand({ QueryExecutionId })))).toEqual({
    'botanu.data.rows_returned': 3,
  });
  athena.destroy();
});
