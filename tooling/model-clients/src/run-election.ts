import { event } from '@botanu/core';
import { RunContextEnricher, UsageElection } from '@botanu/processors';
import { anthropic, type Behaviour, openAi, startModelServer } from '@botanu-tooling/model-servers';
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
  {
    name: 'tried again',
    behaviours: [{ fail: { status: 429, retryAfterMs: 20 } }],
    run: (ask) => ask('plain'),
  },
  { name: 'broken off', behaviours: [{ paceMs: SLOWLY_MS }], run: (ask) => ask('broken off') },
  {
    name: 'three at once',
    behaviours: [{ paceMs: 40 }, { paceMs: 1 }, { paceMs: 10 }],
    run: (ask) => Promise.all([ask('plain'), ask('streamed'), ask('plain')]),
  },
];

/** Some emitters never end the span of a stream that is left. */
const PATIENCE_MS = 200;

/**
 * Runs every case of every election, once inside a run and once outside, and writes what happened to the standard
 * output.
 *
 * @param client - Which client.
 * @param elections - Who reports, in turn.
 */
async function main(client: ElectionClient, elections: readonly (readonly string[])[]): Promise<void> {
  const tracing = startTracing(new RunContextEnricher(), new UsageElection());
  const server = await startModelServer(client === 'anthropic' ? anthropic : openAi);
  const reports: ElectionReport[] = [];
  let sequence = 1;
  for (const emitters of elections) {
    const { ask, close } = await openReported(client, new Set(emitters), server.url);
    for (const { name, behaviours, run } of CASES) {
      for (const isInRun of [true, false]) {
        // No id twice: the election knows a response by its id.
        server.reset(sequence);
        server.behave(...behaviours);
        const identity = { workflow: 'Support', eventId: name, customerId: 'customer' };
        await (isInRun ? event(identity, () => run(ask)) : run(ask));
        const billed = await server.billed();
        sequence += server.requests.length;
        const spans = await tracing.takeSpans(PATIENCE_MS);
        const place = isInRun ? 'in a run' : 'outside of a run';
        reports.push({ emitters, name: `${name}, ${place}`, billed, spans });
      }
    }
    close();
  }
  await server.stop();
  process.stdout.write(JSON.stringify(reports));
}

const [client, elections = '[]'] = process.argv.slice(2);
void main(client as ElectionClient, JSON.parse(elections));
