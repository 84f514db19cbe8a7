import { spawn } from 'node:child_process';

/** How a program ended. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to its standard output. */
  readonly output: string;
  /** What it wrote to its standard error. */
  readonly errors: string;
}

/** How to run a program. */
export interface ProgramOptions {
  /** The folder in which it runs. */
  readonly folder: string;
  /** Variables beside those that are inherited. */
  readonly environment?: Readonly<Record<string, string>>;
  /** @defaultValue 60,000 */
  readonly timeoutMs?: number;
}

/** Neither this process's telemetry, nor the settings of the test runner and of the package manager that run it. */
const NOT_INHERITED = /^(OTEL_|BOTANU_|DEPLOYMENT_|NODE_(OPTIONS|PATH)$|npm_(package|lifecycle)_)/;

/**
 * Runs a program until it ends by itself, or its time is up.
 *
 * @param command - The program and its arguments.
 * @param options - How to run it.
 */
export function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { folder, environment = {}, timeoutMs = 60_000 } = options;
  const [program = '', ...programArguments] = command;
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  const child = spawn(program, programArguments, {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
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
