import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

const NODE = {
  20: [process.execPath],
  22: ['npx', '-y', '-p', 'node@22.23.3', 'node'],
} as const;

/** Most of its time a client waits: for a stream, or for its next attempt. */
const AT_ONCE = 3;

/** A program of this package, in a process of its own. */
export interface ChildProgram {
  readonly nodeMajor: 20 | 22;
  /** The program's file in `dist`, and its arguments. */
  readonly command: readonly string[];
}

/**
 * Runs programs, a few at a time.
 *
 * @param programs - The programs.
 * @returns What each wrote, as JSON, as soon as it is there.
 */
export function runChildren<Key, Report>(
  programs: ReadonlyMap<Key, ChildProgram>,
): Map<Key, Promise<Report>> {
  const free: (() => void)[] = [];
  let running = 0;
  const takeTurn = async (): Promise<void> => {
    if (running >= AT_ONCE) {
      await new Promise<void>((resolve) => free.push(resolve));
    }
    running += 1;
  };
  const run = async (program: ChildProgram): Promise<Report> => {
    await takeTurn();
    try {
      return (await runChild(program)) as Report;
    } finally {
      running -= 1;
      free.shift()?.();
    }
  };
  return new Map([...programs].map(([key, program]) => [key, run(program)]));
}

async function runChild({ nodeMajor, command: [file = '', ...parameters] }: ChildProgram): Promise<unknown> {
  const command = [...NODE[nodeMajor], '--expose-gc', `dist/${file}`, ...parameters];
  const folder = join(__dirname, '..');
  const { exitCode, output, errors } = await runProgram(command, { folder, timeoutMs: 150_000 });
  if (exitCode !== 0) {
    throw new Error(`${file} ${parameters.join(' ')} ended with ${exitCode}: ${errors}`);
  }
  return JSON.parse(output);
}
