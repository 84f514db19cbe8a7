import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmInstall, packedPackages } from '@botanu-tooling/packed-packages';

const coexistenceFolder = join(__dirname, '..');
const cacheFolder = join(tmpdir(), 'botanu-coexistence');

/**
 * Installs a host and the packed packages into a folder outside of this repository, or finds it there from a run
 * before. The sources are copied into a folder inside of it, from where they find what is installed.
 *
 * @param name - The folder's name in `hosts`.
 * @returns The folder of the sources.
 */
export async function installHost(name: string): Promise<string> {
  const source = join(coexistenceFolder, 'hosts', name);
  const manifest = join(source, 'package.json');
  const tarballs = packedPackages();
  const application = join(cacheFolder, `${name}-${hashOf([manifest, ...tarballs])}`);
  await makeFolder(application, async (folder) => {
    cpSync(manifest, join(folder, 'package.json'));
    await npmInstall(folder, tarballs);
  });
  removeOlder(name, application);
  return copySources(['programs', join('hosts', name)], application);
}

async function copySources(folders: readonly string[], application: string): Promise<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(coexistenceFolder, folder)).map((file) => join(coexistenceFolder, folder, file)),
  );
  const sources = join(application, `sources-${hashOf(files)}`);
  await makeFolder(sources, (target) => {
    for (const folder of folders) {
      cpSync(join(coexistenceFolder, folder), join(target, folder), { recursive: true });
    }
  });
  return sources;
}

/**
 * Makes a folder with all that is in it at once: of several processes that make the same one, one is the first, and
 * what was interrupted is never taken for something finished.
 */
async function makeFolder(folder: string, fill: (folder: string) => void | Promise<void>): Promise<void> {
  if (existsSync(folder)) {
    return;
  }
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  await fill(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function removeOlder(name: string, current: string): void {
  const folders = readdirSync(cacheFolder)
    .filter((entry) => /^(.*)-[0-9a-f]{16}$/.exec(entry)?.[1] === name)
    .map((entry) => join(cacheFolder, entry));
  for (const folder of folders.filter((path) => path !== current)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
