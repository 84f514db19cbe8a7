/** PostgreSQL: the real client on the socket server of PGlite. */
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
const { record } = require('./record.cjs');

record([new PgInstrumentation()], async () => {
  const { PGlite } = require('@electric-sql/pglite');
  const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');
  const { Client } = require('pg');
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1' });
  const listening = new Promise((resolve) =>
    server.addEventListener('listening', ({ detail }) => resolve(detail)),
  );
  await server.start();
  const { port } = await listening;
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query('SELECT 1 AS one');
  await client.end();
  await server.stop();
});
