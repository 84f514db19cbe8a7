import { join } from 'node:path';
import ts from 'typescript';
import { expectedOutputOf, type Snippet } from './snippets';

const REPOSITORY = join(__dirname, '../../..');

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
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, REPOSITORY);
  const path = join(REPOSITORY, entry);
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path) as ts.SourceFile) as ts.Symbol;
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return [
      describe(exported.name, symbol, checker),
      ...publicMembersOf(symbol).map((member) =>
        describe(`${exported.name}.${member.name}`, member, checker),
      ),
    ];
  });
}

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
    isCallable: Boolean(
      symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Method | ts.SymbolFlags.Class),
    ),
  };
}

const CODE = /```ts\n([\s\S]*?)```/g;

/**
 * Every example in the TSDoc of an entry point as a program: what it exports is imported where it is used, and
 * the application of `globals.d.ts` is there.
 *
 * @param entry - The entry point's source. @example `packages/core/src/index.ts`
 */
export function examplePrograms(entry: string): Snippet[] {
  const exported = documentedExports(entry);
  const members = exported.flatMap(({ name, examples }) => examples.map((example) => ({ name, example })));
  return members.flatMap(({ name, example }) =>
    [...example.matchAll(CODE)].map(([, code = ''], index) => {
      const source = `${importsOf(code)}${code}`;
      return {
        name: `${entry}: ${name}${index === 0 ? '' : ` (${index + 1})`}`,
        source,
        expectedOutput: expectedOutputOf(source),
        needsNode22: false,
      };
    }),
  );
}

/** Where what an example uses comes from. The authoring entry is for packages, which import from both. */
const SOURCES = {
  '@botanu/core': 'packages/core/src/index.ts',
  '@botanu/core/authoring': 'packages/core/src/authoring.ts',
  '@botanu/core/inbound': 'packages/core/src/inbound.ts',
} as const;

let exportsBySource: readonly (readonly [source: string, names: readonly string[]])[] | undefined;

function importsOf(code: string): string {
  exportsBySource ??= [
    ...Object.entries(SOURCES).map(
      ([source, entry]) =>
        [source, documentedExports(entry).flatMap(({ name }) => (name.includes('.') ? [] : [name]))] as const,
    ),
    ['@opentelemetry/api', ['ROOT_CONTEXT', 'SpanKind', 'trace']] as const,
  ];
  const imported = new Set<string>();
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
