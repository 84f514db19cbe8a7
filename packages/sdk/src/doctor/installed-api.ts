import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createOwnRequire } from '../own-modules';

const API = '@opentelemetry/api';

/** A copy of the OpenTelemetry API. */
export interface ApiCopyOnDisk {
  readonly folder: string;
  readonly version: string;
  /** Whether this process has loaded it through `require`, or through `import` where it is CommonJS. */
  readonly isLoaded: boolean;
}

/** Finds the copies that this process has loaded, and those that the application and botanu get when they ask for it. */
export function findApiCopies(): ApiCopyOnDisk[] {
  // Node's own list of CommonJS modules.
  const application = createRequire(process.argv[1] ?? join(process.cwd(), 'application.js'));
  const loaded = new Set(Object.keys(application.cache).filter(isApiFile).map(packageFolderOf));
  const asked = [application, createOwnRequire()].map(resolveWith);
  const folders = new Set([...loaded, ...asked].filter((folder) => folder !== undefined));
  return [...folders].map((folder) => ({
    folder,
    version: versionIn(folder),
    isLoaded: loaded.has(folder),
  }));
}

function isApiFile(path: string): boolean {
  return /[\\/]@opentelemetry[\\/]api[\\/]build[\\/]/.test(path);
}

function resolveWith({ resolve }: NodeJS.Require): string | undefined {
  try {
    return packageFolderOf(realpathSync(resolve(API)));
  } catch {
    return undefined;
  }
}

function packageFolderOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && nameIn(folder) === API) {
      return folder;
    }
  }
  return undefined;
}

function nameIn(folder: string): unknown {
  return read(folder).name;
}

function versionIn(folder: string): string {
  return String(read(folder).version);
}

function read(folder: string): { readonly name?: unknown; readonly version?: unknown } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
