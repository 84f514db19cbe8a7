import { spawn } from 'node:child_process';

/** npm downloads Node itself in here, on a machine that may be slow. */
const TIMEOUT_MS = 240_000;

/** How to run a program. */
export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a program that has to succeed, with none of this process's telemetry variables and nothing of the package
 * manager that runs the tests.
 *
 * @param command - The program and its arguments.
 * @param options - How to run it.
 * @returns What it wrote to its standard output.
 */
export function runSuccessfully(command: readonly string[], options: ProgramOptions): Promise<string> {
  const { folder, environment = {} } = options;
  const [program = '', ...programArguments] = command;
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|BOTANU_|DEPLOYMENT_|NODE_(OPTIONS|PATH)$|npm_(package|lifecycle)_)/.test(name),
  );
  const child = spawn(program, programArguments, {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
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
    child.once('close', (exitCode, signal) => {
      if (exitCode === 0) {
        resolve(output);
      } else {
        reject(new Error(`${command.join(' ')} ended with ${signal ?? exitCode}:\n${output}${errors}`));
      }
    });
  });
}
