import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

/** A broker that was started for a test. */
export interface Broker {
  readonly port: number;
  stop(): Promise<void>;
}

/** The path of a program, where it is installed. */
export function findProgram(...candidates: string[]): string | undefined {
  return candidates.find((candidate) => spawnSync('which', [candidate]).status === 0);
}

/** Starts `redis-server` on a free port, without persistence. */
export async function startRedis(program: string): Promise<Broker> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'botanu-redis-'));
  const child = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: 'ignore',
    },
  );
  return started(child, port, folder);
}

/** Starts `rabbitmq-server` as a node of its own, on free ports, with all its files in a folder of its own. */
export async function startRabbitMq(program: string): Promise<Broker> {
  const [port, distributionPort, portMapperPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const folder = mkdtempSync(join(tmpdir(), 'botanu-rabbitmq-'));
  const child = spawn(program, {
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: folder,
      RABBITMQ_NODENAME: `botanu-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distributionPort),
      ERL_EPMD_PORT: String(portMapperPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_MNESIA_BASE: folder,
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    },
  });
  // The port mapper that the node starts would outlive it.
  const stopPortMapper = (): void => void spawnSync('epmd', ['-port', String(portMapperPort), '-kill']);
  try {
    const broker = await started(child, port, folder);
    return { port, stop: () => broker.stop().finally(stopPortMapper) };
  } catch (error) {
    stopPortMapper();
    throw error;
  }
}

/** Starts `mariadbd` on a free port, with an empty database `desk` in a folder of its own. Anybody may connect. */
export async function startMariaDb(program: string): Promise<Broker> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'botanu-mariadb-'));
  const data = join(folder, 'data');
  const own = ['--no-defaults', `--user=${userInfo().username}`, `--datadir=${data}`];
  const made = spawnSync('mariadb-install-db', [...own, '--skip-test-db'], { encoding: 'utf8' });
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`mariadb-install-db failed: ${made.error?.message ?? made.stderr}`);
  }
  mkdirSync(join(data, 'desk'));
  const child = spawn(
    program,
    [
      ...own,
      '--skip-grant-tables',
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
    ],
    { stdio: 'ignore' },
  );
  return started(child, port, folder);
}

async function started(child: ChildProcess, port: number, folder: string): Promise<Broker> {
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilListening(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until && child.exitCode === null) {
    if (await isListening(port)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the broker did not listen on port ${port} (exit code ${child.exitCode})`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
