import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ListeningMessage } from '../serve';

/** A service that runs in a process of its own. */
export interface ServiceDefinition {
  /** For messages. */
  readonly name: string;
  /** The compiled file. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
}

const STOP_TIMEOUT_MS = 30_000;
const STANDARD_ERROR = 2;

/**
 * Runs a service for as long as it is used. It never outlives this process.
 *
 * @param definition - The service.
 * @param use - Called with its URL once it listens. Afterwards the service answers what it has, sends its spans, and
 * ends.
 * @returns What `use` returned.
 * @throws Error where the service ends before it should, or does not end when it should.
 */
export async function withService<T>(
  { name, script, environment }: ServiceDefinition,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const child = fork(script, {
    env: environment,
    // What a service prints is no part of the report.
    stdio: ['ignore', STANDARD_ERROR, STANDARD_ERROR, 'ipc'],
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const exited = once(child, 'exit').finally(() => process.removeListener('exit', kill));
  const ending = exited.then(([code, signal]) => {
    throw new Error(`${name} ended unexpectedly (${signal ?? `exit code ${code}`})`);
  });
  try {
    const port = await Promise.race([listeningPort(child), ending]);
    const result = await Promise.race([use(`http://127.0.0.1:${port}`), ending]);
    await stop(name, child, exited);
    return result;
  } finally {
    kill();
  }
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [ListeningMessage];
  return message.port;
}

async function stop(name: string, child: ChildProcess, exited: Promise<unknown[]>): Promise<void> {
  // A message and not a signal: Windows knows no signal that a process can answer.
  child.send('stop');
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} did not stop within ${STOP_TIMEOUT_MS / 1000} s`)),
      STOP_TIMEOUT_MS,
    );
  });
  const [code, signal] = await Promise.race([exited, timeUp]).finally(() => clearTimeout(timer));
  if (code !== 0) {
    throw new Error(`${name} did not stop cleanly (${signal ?? `exit code ${code}`})`);
  }
}
