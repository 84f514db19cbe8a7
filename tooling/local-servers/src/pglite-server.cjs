/**
 * PostgreSQL without a PostgreSQL: PGlite, and its socket server in front. It tells its port to the process that
 * started it, and ends with it.
 */
const { PGlite } = require('@electric-sql/pglite');
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');

async function serve() {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1' });
  server.addEventListener('listening', ({ detail }) => process.send(detail.port));
  await server.start();
}

process.on('disconnect', () => process.exit(0));
void serve();
