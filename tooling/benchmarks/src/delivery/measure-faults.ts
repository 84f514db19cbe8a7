import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    const { spanCount, durationMs, ending, spoolFault, processCount = 1 } = fault;
    const spool = join(folder, 'spool');
    if (spoolFault === 'unusable') {
      writeFileSync(spool, '');
    }
    const load: FaultLoad = {
      deliverer,
      url: collector.url,
      spool: { dir: spool, ...(spoolFault === 'small' ? { maxBytes: 256 * 1024 } : {}) },
      idsFile,
      spanCount,
      durationMs,
      ending,
    };
    const isOver = new AbortController();
    const outage = collector.actOut(isOver.signal);
    await Promise.all(Array.from({ length: processCount }, () => runLoad(load)));
    isOver.abort();
    await outage;
    await collector.recover();
    if (spoolFault === 'damaged') {
      damageOneSegment(spool);
    }
    if (deliverer === WITH_SPOOL) {
      // The next process with the same spool.
      await runLoad({ ...load, spanCount: 0, ending: 'shutdown' });
    }
    const created = readFileSync(idsFile, 'utf8').split('\n').slice(0, -1);
    // Whoever makes no spans loses none: a process that fails to start must not look like a success.
    if (created.length !== spanCount * processCount) {
      throw new Error(
        `${deliverer}, ${fault.name}: ${created.length} spans were made, not ${spanCount * processCount}`,
      );
    }
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

/** Changes the byte in the middle of the first segment, where there is one. */
function damageOneSegment(spool: string): void {
  const [segment] = existsSync(spool)
    ? readdirSync(spool, { recursive: true, encoding: 'utf8' }).filter(isSegment)
    : [];
  if (segment !== undefined) {
    const path = join(spool, segment);
    const bytes = readFileSync(path);
    const middle = bytes.length >>> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(path, bytes);
  }
}

function isSegment(name: string): boolean {
  return name.endsWith('.ready');
}

async function runLoad(load: FaultLoad): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'fault-load.js'), JSON.stringify(load)], {
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  await once(child, 'exit');
}
