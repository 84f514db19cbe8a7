import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '../../..');

/** A program in the documentation. */
export interface Snippet {
  /** For example `docs/retries.md:9`. */
  readonly name: string;
  readonly source: string;
  /** What it prints, as its comments behind `console.log` say. */
  readonly expectedOutput: readonly string[];
  /** Whether it uses a library whose newest version needs Node 22. */
  readonly needsNode22: boolean;
}

const FENCE = /^```ts( node22)?\n([\s\S]*?)^```$/gm;

/** Every TypeScript snippet of the READMEs and of `docs/`, in order. */
export function findSnippets(): Snippet[] {
  const packages = readdirSync(join(REPOSITORY, 'packages')).map((name) =>
    join('packages', name, 'README.md'),
  );
  const docs = readdirSync(join(REPOSITORY, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return ['README.md', ...packages, ...docs].flatMap(snippetsOf);
}

function snippetsOf(path: string): Snippet[] {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  return [...text.matchAll(FENCE)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const source = match[2] ?? '';
    const needsNode22 = match[1] !== undefined;
    return { name: `${path}:${line}`, source, expectedOutput: expectedOutputOf(source), needsNode22 };
  });
}

/** What a program prints, as its comments behind `console.log` say. */
export function expectedOutputOf(source: string): string[] {
  return [...source.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text ?? '');
}
