import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramResult, runProgram } from '@botanu-tooling/run-program';

/** The libraries, and `@botanu/sdk`, are resolved from here. */
const FOLDER = join(__dirname, '..');

/** A module format, and how an application in it is started. */
export interface Format {
  readonly name: string;
  readonly extension: 'mjs' | 'cjs';
  readonly nodeArguments: readonly string[];
}

export const FORMATS: readonly Format[] = [
  { name: 'an ES module', extension: 'mjs', nodeArguments: ['--import', '@botanu/sdk/register'] },
  { name: 'CommonJS', extension: 'cjs', nodeArguments: ['--require', '@botanu/sdk/register'] },
  {
    name: 'an ES module, with --require',
    extension: 'mjs',
    nodeArguments: ['--require', '@botanu/sdk/register'],
  },
];

/** What an application imports, by what it calls it: `{ Redis }` from `ioredis`. */
export type Imports = Readonly<Record<string, string>>;

/**
 * Runs an application in a process of its own.
 *
 * @param imports - What it imports, statically.
 * @param body - The rest: an async function's body.
 * @param format - Its module format.
 * @param environment - Its variables.
 */
export async function runApplication(
  imports: Imports,
  body: string,
  format: Format,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const temp = join(FOLDER, 'temp');
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'application-'));
  const file = join(folder, `app.${format.extension}`);
  writeFileSync(file, sourceOf(imports, body, format));
  try {
    return await runProgram([process.execPath, ...format.nodeArguments, file], {
      folder: FOLDER,
      environment,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourceOf(imports: Imports, body: string, { extension }: Format): string {
  const lines = Object.entries(imports).map(([binding, name]) =>
    extension === 'mjs' ? `import ${binding} from '${name}';` : `const ${binding} = require('${name}');`,
  );
  return `${lines.join('\n')}\nasync function main() {${body}}\nvoid main();\n`;
}
