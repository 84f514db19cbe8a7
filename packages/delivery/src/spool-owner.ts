import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** Whoever has not touched a file for so long has ended without a word. */
const LEASE_MS = 30_000;

/** Who works on a file: `<machine>-<pid>-<thread>-<instance>`. It is a part of the file's name. */
export const OWNER_PATTERN = '[0-9a-f]{8}-\\d+-\\d+-[0-9a-f]{8}';

/** Process ids mean something only on one machine, and there within one pid namespace. */
const machine = createHash('sha256').update(`${hostname()}\n${pidNamespace()}`).digest('hex').slice(0, 8);

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: then there are no namespaces to tell apart.
    return '';
  }
}

/** A name for one spool of this thread, which no other has. */
export function createOwner(): string {
  return `${machine}-${process.pid}-${threadId}-${randomBytes(4).toString('hex')}`;
}

/**
 * Whether the owner of a file has certainly ended, or has not touched it for longer than a living one would.
 *
 * @param owner - Of the file's name.
 * @param idleMs - How long ago the file was touched.
 */
export function isOwnerGone(owner: string, idleMs: number): boolean {
  if (idleMs > LEASE_MS) {
    return true;
  }
  const [ownerMachine, pid] = owner.split('-');
  return ownerMachine === machine && !isProcessAlive(Number(pid));
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive as well.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
