import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own, with files in it. */
export interface FilesFolder {
  readonly path: string;
  /** Takes it away. */
  readonly remove: () => void;
}

/**
 * Writes files into a new folder.
 *
 * @param files - Their texts by path.
 */
export function folderWith(files: Readonly<Record<string, string>>): FilesFolder {
  const path = mkdtempSync(join(tmpdir(), 'botanu-config-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/**
 * Calls a function with such a folder.
 *
 * @param files - Their texts by path.
 * @param fn - Synchronous.
 */
export function withFiles<T>(files: Readonly<Record<string, string>>, fn: (folder: string) => T): T {
  const folder = folderWith(files);
  try {
    return fn(folder.path);
  } finally {
    folder.remove();
  }
}
