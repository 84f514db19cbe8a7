import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROBE_VARIABLE } from './probe-variable';
import type { Snapshot } from './snapshot';

/** A command that has ended. */
export interface Observed {
  readonly command: readonly string[];
  /** As a shell has it: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
  /** What the process said of itself; undefined where it said nothing. */
  readonly snapshot: Snapshot | undefined;
  /** What other processes were seen, by their programs. */
  readonly otherPrograms: readonly string[];
}

/**
 * Runs a command with botanu registered and the doctor inside, until it ends.
 *
 * @param command - Program and arguments; empty for an empty program.
 * @param folder - Where its processes write what they have to say.
 * @param isQuiet - Whether what it prints goes to the error stream, since the output is for JSON.
 */
export async function runObserved(
  command: readonly string[],
  folder: string,
  isQuiet: boolean,
): Promise<Observed> {
  const [program = process.execPath, ...programArguments] =
    command.length === 0 ? [process.execPath, '--eval', ''] : command;
  const child = spawn(program, programArguments, {
    env: { ...process.env, NODE_OPTIONS: nodeOptions(), [PROBE_VARIABLE]: folder },
    stdio: ['inherit', isQuiet ? 2 : 'inherit', 'inherit'],
  });
  // A terminal sends Ctrl+C to the command as well; the doctor stays, to say what it has seen.
  const ignore = (): void => {};
  const forward = (): void => void child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
  process.off('SIGINT', ignore);
  process.off('SIGTERM', forward);
  const [snapshot, ...others] = readSnapshots(folder);
  return { command, exitCode, snapshot, otherPrograms: others.map((other) => other.program) };
}

/** Both are loaded by their paths: the application need not be able to resolve them. */
function nodeOptions(): string {
  const folder = dirname(realpathSync(process.argv[1] as string));
  const imports = ['register.mjs', 'cli.mjs'].map(
    (name) => `--import ${pathToFileURL(join(folder, name)).href}`,
  );
  return [process.env.NODE_OPTIONS ?? '', ...imports].join(' ').trim();
}

/** A command may start several processes: the one that has made the most spans comes first. */
function readSnapshots(folder: string): Snapshot[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Snapshot)
    .sort((one, other) => other.delivery.created - one.delivery.created);
}
