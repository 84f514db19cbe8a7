import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The packages are resolved from here, as an application resolves them: what is built, not the sources. */
const APPLICATION_FOLDER = join(__dirname, '..');

/** How a program ended. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** How to run a program. */
export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  /** @defaultValue module */
  readonly type?: 'module' | 'commonjs';
}

/**
 * Runs a program in a process of its own, with none of this process's telemetry variables.
 *
 * @param source - JavaScript.
 * @param options - How to run it.
 */
export function runProgram(source: string, options: ProgramOptions = {}): Promise<ProgramResult> {
  const { environment = {}, nodeArguments = [], type = 'module' } = options;
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL|BOTANU|DEPLOYMENT|NODE)_/.test(name),
  );
  const child = spawn(process.execPath, [...nodeArguments, `--input-type=${type}`, '--eval', source], {
    cwd: APPLICATION_FOLDER,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, output, errors }));
  });
}
