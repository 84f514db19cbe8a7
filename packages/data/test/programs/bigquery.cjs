/** The real client of BigQuery, answered by the server at ENDPOINT. Prints what is written of each result. */
const { trace } = require('@opentelemetry/api');
const {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-base');
const { BigQuery } = require('@google-cloud/bigquery');
const { OAuth2Client } = require('google-auth-library');
const { trackDbOperation } = require('@botanu/data');

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);

const track = (call) =>
  trackDbOperation({ system: 'bigquery', operation: 'SELECT' }, async (tracked) => {
    tracked.setResultFrom(await call());
  });

async function main() {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'none', expiry_date: Date.now() + 3_600_000 });
  const bigquery = new BigQuery({ projectId: 'desk', apiEndpoint: process.env.ENDPOINT, authClient });
  await track(() => bigquery.query('SELECT id'));
  await track(async () => (await bigquery.query('SELECT id'))[0]);
  const [job] = await bigquery.createQueryJob('SELECT id');
  await track(() => job.getQueryResults());
  await track(() => job.getMetadata());
  process.stdout.write(JSON.stringify(exporter.getFinishedSpans().map(({ attributes }) => attributes)));
}

void main();
