import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Broker } from './broker';

/** Starts PGlite behind its socket server, in a process of its own: any client of PostgreSQL can connect. */
export async function startPostgresql(): Promise<Broker> {
  const child = fork(join(__dirname, 'pglite-server.cjs'), { execArgv: [], stdio: 'ignore' });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => {
    throw new Error(`PGlite ended with ${code} before it listened`);
  });
  const [port] = (await Promise.race([once(child, 'message'), failed])) as [number];
  failed.catch(() => {});
  return {
    port,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}
