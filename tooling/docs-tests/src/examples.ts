import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expectedOutputOf, type Snippet } from './snippets';

const REPOSITORY = join(__dirname, '../../..');

/** An entry point of a package. */
export interface Entry {
  /** As applications import it. @example `@botanu/core/authoring` */
  readonly name: string;
  /** Its source, in this repository. @example `packages/core/src/authoring.ts` */
  readonly source: string;
}

/** Every entry point of every package, as the packages' `exports` have them. */
export function publishedEntries(): Entry[] {
  return readdirSync(join(REPOSITORY, 'packages')).flatMap((folder) => {
    const manifest = readFileSync(join(REPOSITORY, 'packages', folder, 'package.json'), 'utf8');
    const { name, exports } = JSON.parse(manifest) as { name: string; exports: Record<string, unknown> };
    return Object.keys(exports)
      .filter((path) => !path.endsWith('.json'))
      .map((path) => ({
        name: join(name, path),
        source: join('packages', folder, 'src', path === '.' ? 'index.ts' : `${path}.ts`),
      }));
  });
}

/** Something that a package exports, or a public member of a class that it exports. */
export interface Documented {
  /** For example `RunContext.signal`. */
  readonly name: string;
  /** What its TSDoc says first; empty where there is none. */
  readonly summary: string;
  /** What its `@example` tags say. */
  readonly examples: readonly string[];
  /** Whether it can be called: an example of it is code. */
  readonly isCallable: boolean;
}

/**
 * Everything that an entry point exports, with what its TSDoc says.
 *
 * @param entry - Its source, in this repository. @example `packages/core/src/index.ts`
 */
export function documentedExports(entry: string): Documented[] {
  const known = documented.get(entry);
  if (known !== undefined) {
    return known;
  }
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, REPOSITORY);
  const path = join(REPOSITORY, entry);
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path) as ts.SourceFile) as ts.Symbol;
  const found = checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return [
      describe(exported.name, symbol, checker),
      ...publicMembersOf(symbol).map((member) =>
        describe(`${exported.name}.${member.name}`, member, checker),
      ),
    ];
  });
  documented.set(entry, found);
  return found;
}

/** Each compiles a package: once is enough. */
const documented = new Map<string, Documented[]>();

function publicMembersOf(symbol: ts.Symbol): ts.Symbol[] {
  if (!(symbol.flags & ts.SymbolFlags.Class)) {
    return [];
  }
  return [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])].filter((member) => {
    const isInternal = member.getJsDocTags().some(({ name }) => name === 'internal');
    return /^[a-z]\w*$/.test(member.name) && member.name !== 'prototype' && !isInternal;
  });
}

function describe(name: string, symbol: ts.Symbol, checker: ts.TypeChecker): Documented {
  return {
    name,
    summary: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === 'example')
      .map((tag) => ts.displayPartsToString(tag.text)),
    isCallable: isCallable(symbol, checker),
  };
}

function isCallable(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const { Class, Function: NamedFunction, Method, Variable } = ts.SymbolFlags;
  return (
    Boolean(symbol.flags & (NamedFunction | Method | Class)) ||
    (Boolean(symbol.flags & Variable) && checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0)
  );
}

const CODE = /```ts\n([\s\S]*?)```/g;

/**
 * Every example in the TSDoc of entry points as a program: what they export is imported where it is used, and
 * the application of `globals.d.ts` is there. What one entry exports of another comes once.
 *
 * @param entries - Those that others export from first.
 */
export function examplePrograms(entries: readonly Entry[]): Snippet[] {
  const known = new Set<string>();
  return entries.flatMap((entry) =>
    documentedExports(entry.source).flatMap(({ name, examples }) => {
      const texts = examples.filter((text) => !known.has(`${name}\n${text}`));
      for (const text of texts) {
        known.add(`${name}\n${text}`);
      }
      return texts.flatMap((text) => toPrograms(text, name, entry));
    }),
  );
}

function toPrograms(example: string, name: string, entry: Entry): Snippet[] {
  return [...example.matchAll(CODE)].map(([, code = ''], index) => {
    const source = `${importsOf(code, entry)}${code}`;
    return {
      name: `${entry.name}: ${name}${index === 0 ? '' : ` (${index + 1})`}`,
      source,
      expectedOutput: expectedOutputOf(source),
      needsNode22: false,
    };
  });
}

/** Where what an example uses comes from, beside its own entry. The other entries are for packages, which use both. */
const SOURCES: readonly Entry[] = ['', '/authoring', '/inbound'].map((path) => ({
  name: `@botanu/core${path}`,
  source: `packages/core/src${path === '' ? '/index' : path}.ts`,
}));

const OPEN_TELEMETRY = ['@opentelemetry/api', ['ROOT_CONTEXT', 'SpanKind', 'trace']] as const;

/** The imports that an example leaves out. */
function importsOf(code: string, entry: Entry): string {
  const isOfCore = SOURCES.some(({ source }) => source === entry.source);
  const exportsBySource = [
    ...(isOfCore ? SOURCES : [entry, ...SOURCES.slice(0, 1)]).map(
      ({ name, source }) => [name, namesIn(source)] as const,
    ),
    OPEN_TELEMETRY,
  ];
  const imported = new Set(
    [...code.matchAll(/^import (?:type )?\{(.*)\}/gm)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
  );
  return exportsBySource
    .map(([source, names]) => {
      const used = names.filter((name) => !imported.has(name) && new RegExp(`\\b${name}\\b`).test(code));
      for (const name of used) {
        imported.add(name);
      }
      return used.length === 0 ? '' : `import { ${used.join(', ')} } from '${source}';\n`;
    })
    .join('');
}

function namesIn(source: string): string[] {
  return documentedExports(source).flatMap(({ name }) => (name.includes('.') ? [] : [name]));
}
