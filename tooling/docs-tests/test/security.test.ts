import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '../../..');
const FOLDERS = [
  'tooling/http-tests/test',
  'packages/core/test',
  'packages/sdk/test',
  'packages/middleware-express/test',
];

/** `file.test.ts`, and, behind a colon, words of the test's name. */
const CITATION = /`([\w-]+\.test\.ts)`(?::\s+"([^"]+)")?/g;

const text = readFileSync(join(REPOSITORY, 'docs/security.md'), 'utf8');
const citations = [...text.matchAll(CITATION)].map(([, file, name]) => [file as string, name] as const);

it('cites tests', () => expect(citations.length).toBeGreaterThan(20));

it.each(citations)('docs/security.md cites %s: %s, which is there', (file, name) => {
  const path = FOLDERS.map((folder) => join(REPOSITORY, folder, file)).find(existsSync);
  expect(path).toBeDefined();
  const source = readFileSync(path as string, 'utf8');
  expect(source).toMatch(/\b(it|test)(\.each)?\b/);
  if (name !== undefined) {
    expect(source.replaceAll(/\s+/g, ' ')).toContain(name.replaceAll(/\s+/g, ' '));
  }
});
