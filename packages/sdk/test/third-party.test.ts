import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_FOLDER = join(__dirname, '..');

/** Where the bundler writes which file a part of the bundle came from. */
const ORIGIN = /#region .*node_modules\/(?:.*node_modules\/)?(@[^/]+\/[^/]+|[^/]+)\//g;
const VERSION = /node_modules\/\.pnpm\/@opentelemetry\+([a-z-]+)@([\d.]+)/g;

const bundle = readdirSync(join(PACKAGE_FOLDER, 'dist'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => readFileSync(join(PACKAGE_FOLDER, 'dist', name), 'utf8'))
  .join('\n');

it('THIRD_PARTY.md names every package that is bundled, in the version that is', () => {
  const bundled = new Set([...bundle.matchAll(VERSION)].map(([, name, version]) => `${name} ${version}`));
  const table = readFileSync(join(PACKAGE_FOLDER, 'THIRD_PARTY.md'), 'utf8');
  const named = [...table.matchAll(/`@opentelemetry\/([a-z-]+)` \| ([\d.]+) \|/g)];
  expect(named.map(([, name, version]) => `${name} ${version}`).sort()).toEqual([...bundled].sort());
});

it('nothing but OpenTelemetry is bundled, and not its API', () => {
  const packages = new Set([...bundle.matchAll(ORIGIN)].map(([, name]) => name));
  expect(packages.size).toBeGreaterThan(4);
  for (const name of packages) {
    expect(name).toMatch(/^@opentelemetry\//);
  }
  expect(packages.has('@opentelemetry/api')).toBe(false);
});
