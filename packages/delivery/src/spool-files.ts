import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER_PATTERN } from './spool-owner';

/**
 * What becomes of a segment, as its file's name says it. Renaming a file is atomic, so that of several processes that
 * want a segment one gets it.
 *
 * - `open`: its owner appends to it;
 * - `ready`: anybody may take it;
 * - `retry`: the same, but an earlier request may have delivered it;
 * - `claimed`: its owner sends it;
 * - `refused`, `corrupt`: set aside for a person to look at.
 */
export type SegmentState = 'open' | 'ready' | 'retry' | 'claimed' | 'refused' | 'corrupt';

/** A segment's file. */
export interface SegmentFile {
  /** Begins with the time, so that names sort by age. */
  readonly id: string;
  readonly state: SegmentState;
  /** Who has it, while it is open or claimed. */
  readonly owner: string | undefined;
  readonly path: string;
  readonly bytes: number;
  readonly touchedAtMs: number;
}

const FILE_NAME = new RegExp(
  `^([0-9a-z]{9}-[0-9a-f]{16})\\.(?:(open|claimed)-(${OWNER_PATTERN})|(ready|retry|refused|corrupt))$`,
);

/**
 * What the segments of one endpoint and key are bound to. Nobody can tell the key from it.
 *
 * @param url - The endpoint.
 * @param headers - Of every request, the key among them.
 */
export function createBinding(url: string, headers: Readonly<Record<string, string>>): Buffer {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value])
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([url, sorted]))
    .digest();
}

/** The folder of one binding within the spool's folder. Made where it is missing, for this user alone. */
export function openBoundFolder(dir: string, binding: Uint8Array): string {
  const folder = join(dir, Buffer.from(binding).toString('hex').slice(0, 32));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A new segment's id. */
export function createSegmentId(): string {
  return `${Date.now().toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`;
}

/** A segment's path in some state. */
export function segmentPath(folder: string, id: string, state: SegmentState, owner?: string): string {
  return join(folder, owner === undefined ? `${id}.${state}` : `${id}.${state}-${owner}`);
}

/** The segments in a folder, oldest first. What another process takes away meanwhile is left out. */
export function listSegments(folder: string): SegmentFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const [, id, ownedState, owner, freeState] = FILE_NAME.exec(name) ?? [];
      const path = join(folder, name);
      const stats = id === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
      if (id === undefined || stats === undefined) {
        return [];
      }
      const state = (ownedState ?? freeState) as SegmentState;
      return [{ id, state, owner, path, bytes: stats.size, touchedAtMs: stats.mtimeMs }];
    });
}

/** How many bytes the segments of all endpoints and keys take in a spool's folder. */
export function countSpooledBytes(dir: string): number {
  let bytes = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      for (const segment of listSegments(join(dir, entry.name))) {
        bytes += segment.bytes;
      }
    }
  }
  return bytes;
}

/**
 * Renames a segment's file.
 *
 * @returns False where another process has taken the file away.
 */
export function renameIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
