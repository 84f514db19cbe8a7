import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median, perRound, type Spread, shuffled, spreadOf } from '../statistics';
import { sendRequests } from './load';
import { FRAMEWORKS, type FrameworkName, VARIANTS, type Variant } from './variants';

const REQUESTS_PER_SAMPLE = 1500;
const WARM_UP_REQUESTS = 6000;

/** What came out for one variant of one framework. */
export interface HttpMeasurement {
  readonly framework: FrameworkName;
  readonly variant: Variant;
  /** Median CPU time of the server per request. */
  readonly cpuMicroseconds: number;
  /** Against the bare server in the same round. */
  readonly toBare: Spread;
}

interface Server {
  readonly variant: Variant;
  readonly process: ChildProcess;
  readonly port: number;
  readonly samples: number[];
}

/** Measures all variants of all frameworks: each in its own process, one at a time, in a new order in each round. */
export async function measureHttp(rounds: number): Promise<HttpMeasurement[]> {
  const all: HttpMeasurement[] = [];
  for (const framework of FRAMEWORKS) {
    all.push(...(await measureFramework(framework, rounds)));
  }
  return all;
}

async function measureFramework(framework: FrameworkName, rounds: number): Promise<HttpMeasurement[]> {
  const servers: Server[] = [];
  try {
    for (const variant of VARIANTS) {
      servers.push(await startServer(framework, variant));
    }
    for (const server of servers) {
      await sendRequests(server.port, WARM_UP_REQUESTS);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const server of shuffled(servers)) {
        server.samples.push(await sample(server));
      }
    }
  } finally {
    for (const { process } of servers) {
      process.kill('SIGKILL');
    }
  }
  const bare = servers[0]?.samples ?? [];
  return servers.map(({ variant, samples }) => ({
    framework,
    variant,
    cpuMicroseconds: median(samples),
    toBare: spreadOf(perRound(samples, bare, (value, base) => value / base)),
  }));
}

async function startServer(framework: FrameworkName, variant: Variant): Promise<Server> {
  const process = fork(join(__dirname, 'server.js'), [framework, variant], {
    env: { PATH: globalThis.process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(process, 'message')) as [{ port: number }];
  return { variant, process, port, samples: [] };
}

/** CPU time per request: what the load generator takes is another process's. */
async function sample({ process, port }: Server): Promise<number> {
  const before = await cpuTime(process);
  await sendRequests(port, REQUESTS_PER_SAMPLE);
  return ((await cpuTime(process)) - before) / REQUESTS_PER_SAMPLE;
}

async function cpuTime(process: ChildProcess): Promise<number> {
  const answer = once(process, 'message') as Promise<[{ cpuMicroseconds: number }]>;
  process.send('cpu');
  return (await answer)[0].cpuMicroseconds;
}
