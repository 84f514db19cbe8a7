import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Arguments {
  /** Part of a benchmark's name; all where it is empty. */
  readonly filter: string;
  readonly rounds: number;
  /** Whether the tables in `docs/delivery.md` are written anew. */
  readonly isWritten: boolean;
}

const DEFAULT_ROUNDS = 30;

/**
 * Reads the command line: `[name] [--rounds N] [--write]`.
 *
 * @param commandLine - Without the program.
 * @throws TypeError where it cannot be understood.
 */
export function readArguments(commandLine: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: commandLine.filter((argument) => argument !== '--'),
    options: { rounds: { type: 'string' }, write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const rounds = values.rounds === undefined ? DEFAULT_ROUNDS : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new TypeError(`--rounds takes a whole number from 1, not ${values.rounds}`);
  }
  if (positionals.length > 1) {
    throw new TypeError(`one name at most, not ${positionals.join(' ')}`);
  }
  return { filter: positionals[0] ?? '', rounds, isWritten: values.write };
}
