import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';
import ts from 'typescript';
import { findSnippets } from '../src/snippets';

// The first program under another Node waits until that has been fetched.
jest.setTimeout(120_000);

/** Inside this package, so that the snippets find what is built the way an application finds what it installed. */
const FOLDER = join(__dirname, '../temp');
/** Not a dependency: it would shadow the `node` of everything else. */
const NODE_22 = ['npx', '--yes', '--package', 'node@22.23.3', 'node'] as const;
const GLOBALS = join(__dirname, '../src/globals.mjs');

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  skipLibCheck: true,
  types: [],
  outDir: FOLDER,
  rootDir: FOLDER,
};

const snippets = findSnippets().map((snippet, index) => ({
  ...snippet,
  file: join(FOLDER, `snippet-${index}.mts`),
}));

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const { file, source } of snippets) {
    writeFileSync(file, source);
  }
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

it('finds the snippets', () => {
  expect(snippets.length).toBeGreaterThan(15);
});

it('all snippets compile, against the types that are built', () => {
  const globals = join(__dirname, '../src/globals.d.ts');
  const program = ts.createProgram([...snippets.map(({ file }) => file), globals], {
    ...COMPILER_OPTIONS,
    rootDir: join(__dirname, '..'),
  });
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const snippet = snippets.find((candidate) => candidate.file === file?.fileName);
    return `${snippet?.name ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(problems).toEqual([]);
});

it.each(snippets)('$name runs', async ({ file, source, expectedOutput, needsNode22 }) => {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { ...COMPILER_OPTIONS, module: ts.ModuleKind.ESNext },
  });
  const program = file.replace(/\.mts$/, '.mjs');
  writeFileSync(program, outputText);
  const node = needsNode22 ? NODE_22 : [process.execPath];
  const { exitCode, output, errors } = await runProgram([...node, '--import', GLOBALS, program], {
    folder: FOLDER,
    environment: { OTEL_TRACES_EXPORTER: 'none', npm_config_loglevel: 'error' },
    timeoutMs: 90_000,
  });
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(output.split('\n')).toEqual(expect.arrayContaining([...expectedOutput]));
});
