import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '../../..');

/** The codes that the sources can warn with: texts that begin so, environment variables aside. */
function codesInSources(): string[] {
  const declaration = readFileSync(join(REPOSITORY, 'packages/core/src/safely.ts'), 'utf8');
  return [...declaration.matchAll(/^ {2}\| '(BOTANU_\w+)'/gm)].map(([, code]) => code as string).sort();
}

function usedCodes(): Set<string> {
  const sources = readdirSync(join(REPOSITORY, 'packages'))
    .map((name) => join(REPOSITORY, 'packages', name, 'src'))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join(folder, file), 'utf8')),
    );
  const calls = sources.flatMap((source) => [
    ...source.matchAll(/(?:(?:warnOnce|warnEachTime|\.warn)\(\s*|\bcode: )'(BOTANU_\w+)'/g),
  ]);
  return new Set(calls.map(([, code]) => code as string));
}

it('every warning has a paragraph in docs/warnings.md, and every paragraph a warning', () => {
  const documented = readFileSync(join(REPOSITORY, 'docs/warnings.md'), 'utf8');
  const headings = [...documented.matchAll(/^## (BOTANU_\w+)$/gm)].map(([, code]) => code);
  expect(headings).toEqual(codesInSources());
});

it('every code is in use', () => {
  expect([...usedCodes()].sort()).toEqual(codesInSources());
});
