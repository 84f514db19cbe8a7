import { type ProgramOptions, runProgram } from '@botanu-tooling/run-program';

/** npm downloads Node itself in here, on a machine that may be slow. */
const TIMEOUT_MS = 240_000;

/**
 * Runs a program that has to succeed.
 *
 * @param command - The program and its arguments.
 * @param options - How to run it.
 * @returns What it wrote to its standard output.
 */
export async function runSuccessfully(command: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, signal, output, errors } = await runProgram(command, {
    timeoutMs: TIMEOUT_MS,
    ...options,
  });
  if (exitCode !== 0) {
    throw new Error(`${command.join(' ')} ended with ${signal ?? exitCode}:\n${output}${errors}`);
  }
  return output;
}
