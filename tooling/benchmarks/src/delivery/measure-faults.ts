import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, type Fault } from './faults';
import { FaultyCollector } from './faulty-collector';
import type { FaultLoad } from './protocol';

const TIMEOUT_MS = 60_000;

const WITH_SPOOL = 'botanu-spool';

/** Who is compared: see `createDeliverer()`, and how they are called. */
export const FAULT_DELIVERERS: Readonly<Record<string, string>> = {
  [WITH_SPOOL]: 'botanu, with a spool',
  botanu: 'botanu, without',
  'batch-65536': 'BatchSpanProcessor, 65,536',
};

/** What came of a fault. */
export interface FaultResult {
  readonly fault: Fault;
  readonly deliverer: string;
  readonly missingCount: number;
  readonly duplicateCount: number;
}

/** Tries every fault with every deliverer. */
export async function measureFaults(): Promise<readonly FaultResult[]> {
  const results: FaultResult[] = [];
  for (const fault of FAULTS) {
    for (const deliverer of Object.keys(FAULT_DELIVERERS)) {
      results.push(await tryFault(fault, deliverer));
    }
  }
  return results;
}

async function tryFault(fault: Fault, deliverer: string): Promise<FaultResult> {
  const folder = mkdtempSync(join(tmpdir(), 'botanu-faults-'));
  const idsFile = join(folder, 'ids');
  writeFileSync(idsFile, '');
  const collector = await FaultyCollector.start(fault);
  try {
    const { spanCount, durationMs, ending } = fault;
    const load: FaultLoad = {
      deliverer,
      url: collector.url,
      spoolFolder: join(folder, 'spool'),
      idsFile,
      spanCount,
      durationMs,
      ending,
    };
    const isOver = new AbortController();
    const outage = collector.actOut(isOver.signal);
    await runLoad(load);
    isOver.abort();
    await outage;
    await collector.recover();
    if (deliverer === WITH_SPOOL) {
      // The next process with the same spool.
      await runLoad({ ...load, spanCount: 0, ending: 'shutdown' });
    }
    const created = readFileSync(idsFile, 'utf8').split('\n').slice(0, -1);
    const received = collector.receivedIds();
    const distinct = new Set(received);
    return {
      fault,
      deliverer,
      missingCount: created.filter((id) => !distinct.has(id)).length,
      duplicateCount: received.length - distinct.size,
    };
  } finally {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runLoad(load: FaultLoad): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'fault-load.js'), JSON.stringify(load)], {
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  await once(child, 'exit');
}
