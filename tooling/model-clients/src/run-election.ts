import { type Behaviour, anthropic, openAi, startModelServer } from '@botanu-tooling/model-servers';
import { event } from '@botanu/core';
import { RunContextEnricher, UsageElection } from '@botanu/processors';
import { type Ask, openReported } from './election-emitters';
import type { ElectionClient } from './election-pairs';
import { startTracing } from './tracing';
import type { ElectionReport } from './types';

interface ElectionCase {
  readonly name: string;
  readonly behaviours: readonly Behaviour[];
  run(ask: Ask): Promise<unknown>;
}

const SLOWLY_MS = 25;

const CASES: readonly ElectionCase[] = [
  { name: 'plain', behaviours: [], run: (ask) => ask('plain') },
  { name: 'streamed', behaviours: [], run: (ask) => ask('streamed') },
  { name: 'cached', behaviours: [{ reply: 'cached' }], run: (ask) => ask('plain') },
  { name: 'tools', behaviours: [{ reply: 'tools' }], run: (ask) => ask('plain') },
  { name: 'tools streamed', behaviours: [{ reply: 'tools' }], run: (ask) => ask('streamed') },
  { name: 'tried again', behaviours: [{ fail: { status: 429, retryAfterMs: 20 } }], run: (ask) => ask('plain') },
  { name: 'broken off', behaviours: [{ paceMs: SLOWLY_MS }], run: (ask) => ask('broken off') },
  {
    name: 'three at once',
    behaviours: [{ paceMs: 40 }, { paceMs: 1 }, { paceMs: 10 }],
    run: (ask) => Promise.all([ask('plain'), ask('streamed'), ask('plain')]),
  },
];

/**
 * Runs every case, once inside a run and once outside, and writes what happened to the standard output.
 *
 * @param client - Which client.
 * @param emitters - Who reports.
 */
async function main(client: ElectionClient, ...emitters: string[]): Promise<void> {
  const tracing = startTracing(new RunContextEnricher(), new UsageElection());
  const server = await startModelServer(client === 'anthropic' ? anthropic : openAi);
  const ask = await openReported(client, new Set(emitters), server.url);
  const reports: ElectionReport[] = [];
  for (const { name, behaviours, run } of CASES) {
    for (const isInRun of [true, false]) {
      server.reset();
      server.behave(...behaviours);
      const identity = { workflow: 'Support', eventId: name, customerId: 'customer' };
      await (isInRun ? event(identity, () => run(ask)) : run(ask));
      const billed = await server.billed();
      const spans = await tracing.takeSpans();
      reports.push({ name: `${name}, ${isInRun ? 'in a run' : 'outside of a run'}`, billed, spans });
    }
  }
  await server.stop();
  process.stdout.write(JSON.stringify(reports));
}

const [client, ...emitters] = process.argv.slice(2);
void main(client as ElectionClient, ...emitters);
