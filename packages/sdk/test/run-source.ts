import { join } from 'node:path';
import { type ProgramResult, runProgram } from '@botanu-tooling/run-program';

/** The packages are resolved from here, as an application resolves them: what is built, not the sources. */
const APPLICATION_FOLDER = join(__dirname, '..');

/** How to run a program. */
export interface SourceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  /** @defaultValue module */
  readonly type?: 'module' | 'commonjs';
}

/**
 * Runs JavaScript in a process of its own.
 *
 * @param source - The program.
 * @param options - How to run it.
 */
export function runSource(source: string, options: SourceOptions = {}): Promise<ProgramResult> {
  const { environment = {}, nodeArguments = [], type = 'module' } = options;
  const command = [process.execPath, ...nodeArguments, `--input-type=${type}`, '--eval', source];
  return runProgram(command, { folder: APPLICATION_FOLDER, environment });
}
