import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_FOLDER = join(__dirname, '..');

/** Where the bundler writes which file a part of the bundle came from. */
const ORIGIN = /#region .*node_modules\/\.pnpm\/(@[^+]+\+[^@]+|[^@]+)@([\d.]+)/g;

it('THIRD_PARTY.md names every package that is bundled, in the version that is, and no other', () => {
  const bundle = readFileSync(join(PACKAGE_FOLDER, 'dist/index.mjs'), 'utf8');
  const bundled = new Set([...bundle.matchAll(ORIGIN)].map(([, name, version]) => `${name} ${version}`));
  const table = readFileSync(join(PACKAGE_FOLDER, 'THIRD_PARTY.md'), 'utf8');
  const named = [...table.matchAll(/`(\S+)` \| ([\d.]+) \|/g)];
  expect(named.map(([, name, version]) => `${name?.replace('/', '+')} ${version}`)).toEqual([...bundled]);
});
