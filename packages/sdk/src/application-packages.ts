import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';

/** A package that was found. */
export interface FoundPackage {
  readonly name: string;
  /** Its folder, behind all links. */
  readonly folder: string;
  readonly version: string;
}

/** The package that brings the instrumentations: under pnpm, an application does not see what it depends on. */
const CURATED = '@botanu/auto-instrumentations';

/**
 * Finds packages where the application finds them: from its main module, and from the folder in which it was started.
 * Nothing is loaded, and it does not matter what a package's `exports` allow.
 */
export class ApplicationPackages {
  readonly #folders: readonly string[];
  #curatedFolders: readonly string[] | undefined;

  constructor() {
    this.#folders = moduleFolders([mainFolder(), process.cwd()]);
  }

  /**
   * Finds a package of the application.
   *
   * @param name - Its name; a `*` at the end stands for anything.
   */
  find(name: string): FoundPackage | undefined {
    return find(name, this.#folders);
  }

  /**
   * Finds a package of the application, or one that `@botanu/auto-instrumentations` brings.
   *
   * @param name - Its name.
   */
  findBrought(name: string): FoundPackage | undefined {
    this.#curatedFolders ??= moduleFolders([this.find(CURATED)?.folder]);
    return this.find(name) ?? find(name, this.#curatedFolders);
  }
}

function mainFolder(): string | undefined {
  const main = process.argv[1];
  try {
    return main === undefined ? undefined : dirname(realpathSync(main));
  } catch {
    return undefined;
  }
}

/**
 * Where pnpm keeps what dependencies depend on. Whatever it starts finds that through `NODE_PATH`: the application has not
 * installed it.
 */
const HIDDEN_BY_PNPM = join('node_modules', '.pnpm');

/** Every `node_modules` in these folders and above them, that is there, and what `NODE_PATH` names. */
function moduleFolders(from: readonly (string | undefined)[]): readonly string[] {
  const all = from.flatMap((folder) =>
    folder === undefined ? [] : (createRequire(join(folder, 'main.js')).resolve.paths('a-package') ?? []),
  );
  return [...new Set(all)].filter((folder) => !isHidden(folder) && existsSync(folder));
}

function isHidden(folder: string): boolean {
  return folder.endsWith(join(HIDDEN_BY_PNPM, 'node_modules'));
}

function find(name: string, folders: readonly string[]): FoundPackage | undefined {
  for (const folder of folders) {
    const found = name.endsWith('*') ? firstOfFamily(name, folder) : read(join(folder, name));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function firstOfFamily(name: string, folder: string): FoundPackage | undefined {
  const start = name.slice(0, -1);
  const scope = resolve(folder, dirname(start));
  const members = existsSync(scope) ? readdirSync(scope) : [];
  const member = members.find((candidate) => candidate.startsWith(basename(start)));
  return member === undefined ? undefined : read(join(scope, member));
}

function read(folder: string): FoundPackage | undefined {
  const manifestPath = join(folder, 'package.json');
  if (!existsSync(manifestPath)) {
    return undefined;
  }
  try {
    const { name, version } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown>;
    return { name: String(name), version: String(version), folder: realpathSync(folder) };
  } catch {
    return undefined;
  }
}
