import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryFolder } from './repository';

/** Nothing here takes a quarter of that; what does, hangs. */
const TIMEOUT_MS = 600_000;

/** How a command ended. */
export interface CommandResult {
  readonly succeeded: boolean;
  /** What it wrote; empty where it wrote to the terminal. */
  readonly output: string;
}

/** How to run a command. */
export interface CommandOptions {
  /** Writes to the terminal at once, instead of collecting the output. */
  readonly isShown?: boolean;
  /** Aborting ends the command. */
  readonly signal?: AbortSignal;
  /** @defaultValue the root of the repository */
  readonly folder?: string;
}

/**
 * Runs one of the repository's own tools.
 *
 * @param command - Its name and arguments.
 * @param options - How to run it.
 */
export function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { isShown = false, folder = repositoryFolder } = options;
  const [name = '', ...commandArguments] = command;
  const child = spawn(name, commandArguments, {
    cwd: folder,
    env: environment(),
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options.signal ? [options.signal] : [])]),
  });
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding('utf8').on('data', collect);
  child.stderr?.setEncoding('utf8').on('data', collect);
  return new Promise((resolve) => {
    let failure = '';
    child.once('error', (error) => {
      failure = `${error.message}\n`;
    });
    child.once('close', (exitCode, signalName) => {
      const ending = signalName === null ? '' : `${name} was ended by ${signalName}.\n`;
      resolve({ succeeded: exitCode === 0 && failure === '', output: output + failure + ending });
    });
  });
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // turbo looks for pnpm here: its path has to be absolute, and nothing global is needed.
    PATH: [join(repositoryFolder, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
