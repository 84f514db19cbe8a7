import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** How to call the demo. */
export const USAGE = `Usage: npm run demo -- [--tickets FILE] [--json FILE]

Answers support tickets with two services and a local model server, and prints what each ticket cost, per
event and per customer, from the spans alone.

  --tickets FILE   your own tickets: JSONL, or CSV with a header (id, customerId, subject, text)
  --json FILE      write the report's data, and the model server's own log, as JSON
  --help           print this`;

/** What the command line asks for. */
export interface DemoOptions {
  readonly isHelpWanted: boolean;
  readonly ticketsPath: string;
  /** `undefined`: no file is written. */
  readonly jsonPath: string | undefined;
}

/** A command line that cannot be meant: the message is one line for a person. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The tickets that come with the demo. */
const BUNDLED_TICKETS_PATH = resolve(__dirname, '..', 'tickets.jsonl');

/**
 * Reads the command line.
 *
 * @param commandLine - The arguments, without node and the script.
 * @param currentFolder - What relative paths are relative to.
 * @returns Absolute paths.
 * @throws UsageError where an option is unknown or lacks its value.
 */
export function readOptions(commandLine: readonly string[], currentFolder: string): DemoOptions {
  const { tickets, json, help } = parse(commandLine);
  for (const [name, value] of Object.entries({ tickets, json })) {
    if (value === '') {
      throw new UsageError(`--${name} needs a file`);
    }
  }
  return {
    isHelpWanted: help === true,
    ticketsPath: tickets === undefined ? BUNDLED_TICKETS_PATH : resolve(currentFolder, tickets),
    jsonPath: json === undefined ? undefined : resolve(currentFolder, json),
  };
}

interface Values {
  readonly tickets?: string | undefined;
  readonly json?: string | undefined;
  readonly help?: boolean | undefined;
}

function parse(commandLine: readonly string[]): Values {
  try {
    const { values } = parseArgs({
      args: [...commandLine],
      options: {
        tickets: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/\.?\n|\. /, 1)[0] ?? message);
  }
}
