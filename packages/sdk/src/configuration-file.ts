import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import type { ConfigurationProblem } from './configuration-error';
import { OPTION_NAMES, type OptionName, rowOf } from './configuration-table';
import { nearestTo } from './nearest-name';
import { requireOwn } from './own-modules';
import type { Environment } from './setting-source';
import { isReference, substitute } from './substitution';

/** A value in a file. */
interface FileEntry {
  readonly value: unknown;
  readonly line: number;
}

/** What a file says. */
export interface ConfigurationFile {
  /** As people would call it. */
  readonly path: string;
  /** By the dotted key. */
  readonly entries: ReadonlyMap<string, FileEntry>;
  readonly problems: readonly ConfigurationProblem[];
  /** What is said about keys that do not exist. */
  readonly warnings: readonly string[];
}

/** Looked for in the working directory, in this order. */
const DEFAULT_PATHS = ['botanu.yaml', 'botanu.yml', 'config/botanu.yaml', 'config/botanu.yml'];

const VARIABLE = 'BOTANU_CONFIG_FILE';

/**
 * Finds and reads the file, if there is one. Only then is the `yaml` package loaded.
 *
 * @param option - The path that code has named, if it has.
 * @param environment - Names a path in `BOTANU_CONFIG_FILE`, and has what the file refers to.
 * @param folder - Where to look otherwise.
 */
export function readConfigurationFile(
  option: string | undefined,
  environment: Environment,
  folder: string,
): ConfigurationFile | undefined {
  const named = option || environment[VARIABLE]?.trim();
  if (named) {
    return parseFile(named, option ? 'configFile' : VARIABLE, environment, folder);
  }
  const found = DEFAULT_PATHS.find((path) => existsSync(join(folder, path)));
  return found === undefined ? undefined : parseFile(found, found, environment, folder);
}

function parseFile(
  path: string,
  source: string,
  environment: Environment,
  folder: string,
): ConfigurationFile {
  const failed = (message: string): ConfigurationFile => ({
    path,
    entries: new Map(),
    problems: [{ key: 'configFile', source, message: `${source}: ${message}` }],
    warnings: [],
  });
  let text: string;
  try {
    text = readFileSync(resolvePath(folder, path), 'utf8');
  } catch (error) {
    return failed(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Write the path of a YAML file.`,
    );
  }
  let yaml: typeof import('yaml');
  try {
    // Not an import: nothing of it is loaded where there is no file.
    yaml = requireOwn('yaml') as typeof yaml;
  } catch {
    return failed(
      `${path} needs the package "yaml", which cannot be loaded. Install it, or leave @botanu/sdk out of your bundle.`,
    );
  }
  return new FileReader(yaml, { path, text, environment }).read();
}

function resolvePath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly environment: Environment;
}

/** Keys of the table, by what they are called in files. */
const ROWS = new Map(OPTION_NAMES.map((name) => [rowOf(name).yaml ?? '', name] as const));
const FILE_KEYS = [...ROWS.keys()].filter((key) => key !== '');

/** What stands above them. */
const FILE_GROUPS = new Set(
  FILE_KEYS.flatMap((key) =>
    key
      .split('.')
      .slice(0, -1)
      .map((_, depth, parts) => parts.slice(0, depth + 1).join('.')),
  ),
);

/** Reads one file: everything that is wrong is collected. */
class FileReader {
  readonly #yaml: typeof import('yaml');
  readonly #source: Source;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;
  readonly #entries = new Map<string, FileEntry>();
  readonly #problems: ConfigurationProblem[] = [];
  readonly #warnings: string[] = [];

  constructor(yaml: typeof import('yaml'), source: Source) {
    this.#yaml = yaml;
    this.#source = source;
    this.#lines = new yaml.LineCounter();
    // A pretty error quotes the file, which may hold a secret.
    this.#document = yaml.parseDocument(source.text, { lineCounter: this.#lines, prettyErrors: false });
  }

  read(): ConfigurationFile {
    for (const { code, pos } of this.#document.errors) {
      this.#refuse('configFile', this.#lines.linePos(pos[0]).line, `is not valid YAML (${code}).`);
    }
    const { contents } = this.#document;
    if (this.#problems.length === 0 && contents !== null) {
      if (this.#yaml.isMap(contents)) {
        this.#readMap(contents.items as Pair[], '');
      } else if (!(this.#yaml.isScalar(contents) && contents.value === null)) {
        this.#refuse('configFile', 1, 'is not a mapping of keys to values.');
      }
    }
    return {
      path: this.#source.path,
      entries: this.#entries,
      problems: this.#problems,
      warnings: this.#warnings,
    };
  }

  #readMap(pairs: readonly Pair[], prefix: string): void {
    for (const { key, value } of pairs) {
      const name = this.#yaml.isScalar(key) ? String(key.value) : '?';
      const path = prefix + name;
      const line = this.#lineOf(key);
      if (ROWS.has(path)) {
        this.#readEntry(path, value, line);
      } else if (FILE_GROUPS.has(path)) {
        this.#readGroup(path, value, line);
      } else {
        const nearest = nearestTo(path, [...FILE_KEYS, ...FILE_GROUPS]);
        this.#warnings.push(
          `${this.#source.path}:${line} has a key ${JSON.stringify(path)}, which does not exist.${nearest === undefined ? '' : ` Is it ${nearest}?`}`,
        );
      }
    }
  }

  #readGroup(path: string, value: unknown, line: number): void {
    if (this.#yaml.isMap(value)) {
      this.#readMap(value.items as Pair[], `${path}.`);
    } else if (!(this.#yaml.isScalar(value) && value.value === null)) {
      const keys = FILE_KEYS.filter((key) => key.startsWith(`${path}.`)).map((key) =>
        key.slice(path.length + 1),
      );
      this.#refuse(path, line, `is not a mapping. Write below it: ${keys.join(', ')}.`);
    }
  }

  #readEntry(path: string, node: unknown, line: number): void {
    const value: unknown = this.#yaml.isNode(node) ? node.toJS(this.#document, { maxAliasCount: 20 }) : node;
    const { isReferenceInFiles } = rowOf(ROWS.get(path) as OptionName);
    if (isReferenceInFiles === true && value !== null && ![value].flat().every(isReference)) {
      this.#refuse(
        path,
        line,
        `is a secret, which has no place in a file. Write \${VAR}, and set the variable VAR.`,
      );
      return;
    }
    try {
      const resolved = substitute(value, this.#source.environment);
      if (resolved !== null && resolved !== '') {
        this.#entries.set(path, { value: resolved, line });
      }
    } catch (error) {
      this.#refuse(path, line, (error as Error).message);
    }
  }

  #refuse(key: string, line: number, message: string): void {
    const place = `${this.#source.path}:${line}`;
    const source = key === 'configFile' ? place : `${key} (${place})`;
    this.#problems.push({ key: ROWS.get(key) ?? key, source, message: `${source} ${message}` });
  }

  #lineOf(node: unknown): number {
    const { range } = node as Partial<Node>;
    return range ? this.#lines.linePos(range[0]).line : 1;
  }
}
