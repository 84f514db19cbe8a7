import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Snippet } from './snippets';

const PACKAGE = join(__dirname, '..');
const GLOBAL_TYPES = join(__dirname, 'globals.d.ts');

/** To be imported first: the application that the snippets take for granted. */
export const GLOBALS = join(__dirname, 'globals.mjs');

/** A snippet in a file. */
export interface Program extends Snippet {
  /** What is compiled. */
  readonly file: string;
}

/**
 * Writes snippets into a folder of this package, so that they find what is built the way an application finds what
 * it installed.
 *
 * @param name - The folder's name.
 */
export function writePrograms(
  name: string,
  snippets: readonly Snippet[],
): { readonly folder: string; readonly programs: readonly Program[]; readonly remove: () => void } {
  const folder = join(PACKAGE, 'temp', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const programs = snippets.map((snippet, index) => ({
    ...snippet,
    file: join(folder, `snippet-${index}.mts`),
  }));
  for (const { file, source } of programs) {
    writeFileSync(file, source);
  }
  return { folder, programs, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  skipLibCheck: true,
  types: [],
  rootDir: PACKAGE,
};

/** What the compiler says about programs, against the types that are built. */
export function problemsOf(programs: readonly Program[]): string[] {
  const compiled = ts.createProgram([...programs.map(({ file }) => file), GLOBAL_TYPES], COMPILER_OPTIONS);
  return ts.getPreEmitDiagnostics(compiled).map(({ file, messageText }) => {
    const program = programs.find((candidate) => candidate.file === file?.fileName);
    return `${program?.name ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** Writes a program as JavaScript, beside it; returns the path. */
export function transpile({ file, source }: Program): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { ...COMPILER_OPTIONS, module: ts.ModuleKind.ESNext },
  });
  const path = file.replace(/\.mts$/, '.mjs');
  writeFileSync(path, outputText);
  return path;
}
