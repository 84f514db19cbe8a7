import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';
import { CLIENTS, type ClientName } from './clients';
import type { ClientReport } from './types';

/** Each client's report, as soon as it is there. */
export type MatrixReports = Readonly<Record<ClientName, Promise<ClientReport>>>;

const NODE = {
  20: [process.execPath],
  22: ['npx', '-y', '-p', 'node@22.23.3', 'node'],
} as const;

/** Most of its time a client waits: for a stream, or for its next attempt. */
const AT_ONCE = 3;

/** Runs every client in a process of its own, a few at a time. */
export function runMatrix(): MatrixReports {
  const names = Object.keys(CLIENTS) as ClientName[];
  const settle = new Map<ClientName, PromiseWithResolvers>();
  const reports = Object.fromEntries(
    names.map((name) => [
      name,
      new Promise<ClientReport>((resolve, reject) => settle.set(name, { resolve, reject })),
    ]),
  ) as MatrixReports;
  const waiting = names.slice();
  const runNext = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const { resolve, reject } = settle.get(name) as PromiseWithResolvers;
      await runClient(name).then(resolve, reject);
    }
  };
  for (let lane = 0; lane < AT_ONCE; lane++) {
    void runNext();
  }
  return reports;
}

interface PromiseWithResolvers {
  readonly resolve: (report: ClientReport) => void;
  readonly reject: (error: unknown) => void;
}

async function runClient(name: ClientName): Promise<ClientReport> {
  const command = [...NODE[CLIENTS[name]], '--expose-gc', 'dist/run-client.mjs', name];
  const folder = join(__dirname, '..');
  const { exitCode, output, errors } = await runProgram(command, { folder, timeoutMs: 150_000 });
  if (exitCode !== 0) {
    throw new Error(`${name} ended with ${exitCode}: ${errors}`);
  }
  return JSON.parse(output) as ClientReport;
}
