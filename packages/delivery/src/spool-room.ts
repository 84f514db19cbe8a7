import { rmSync } from 'node:fs';
import { countSpooledBytes, listSegments } from './spool-files';

/** How much a spool may hold. */
export interface SpoolLimits {
  /** The spool's folder, which all endpoints and keys share. */
  readonly dir: string;
  /** The folder of this endpoint and key, within it. */
  readonly folder: string;
  readonly maxBytes: number;
}

/**
 * Whether there is room in a spool. What was set aside makes room for what can still be delivered.
 *
 * @param limits - How much it may hold.
 * @param bytes - How much is to come.
 */
export function makeRoom({ dir, folder, maxBytes }: SpoolLimits, bytes: number): boolean {
  const hasRoom = () => countSpooledBytes(dir) + bytes <= maxBytes;
  if (hasRoom()) {
    return true;
  }
  for (const { state, path } of listSegments(folder)) {
    if (state === 'refused' || state === 'corrupt') {
      rmSync(path, { force: true });
      if (hasRoom()) {
        return true;
      }
    }
  }
  return false;
}
