import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

/** What `exports` of a package.json holds: an entry point, or a plain file. */
type ExportsField = Record<string, string | Record<'import' | 'require', { types: string; default: string }>>;

/** `./authoring` -> `src/authoring.ts`: a package's exports are the only list of its entry points. */
function entriesOf(packageJsonPath: string): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(packageJsonPath, 'utf8')) as { exports: ExportsField };
  const entryPoints = Object.keys(exports).filter((key) => typeof exports[key] === 'object');
  return Object.fromEntries(
    entryPoints.map((key) => {
      const name = key === '.' ? 'index' : key.slice('./'.length);
      return [name, `src/${name}.ts`];
    }),
  );
}

/** Shared by every published package: both module formats, types for each, source maps, stable names. */
export default defineConfig({
  cwd: process.cwd(),
  entry: entriesOf('package.json'),
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: { sourcemap: false },
  sourcemap: true,
  fixedExtension: true,
  hash: false,
  logLevel: 'warn',
});
