import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { defineConfig } from 'tsdown';

/** What `exports` of a package.json holds: an entry point, or a plain file. */
type ExportsField = Record<string, string | Record<'import' | 'require', { types: string; default: string }>>;

/** `./authoring` -> `src/authoring.ts`: a package's exports and commands are the only list of its entry points. */
function entriesOf(exports: ExportsField, commands: Record<string, string>): Record<string, string> {
  const entryPoints = Object.keys(exports).filter((key) => typeof exports[key] === 'object');
  const names = [
    ...entryPoints.map((key) => (key === '.' ? 'index' : key.slice('./'.length))),
    ...Object.values(commands).map((path) => basename(path, '.mjs')),
  ];
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));
}

/** Loaded by what is built, when it is needed; nobody else can. */
const INNER_ENTRIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@botanu/sdk': { 'meter-provider': 'src/meter-provider.ts' },
};

const {
  name,
  exports,
  bin = {},
} = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  exports: ExportsField;
  bin?: Record<string, string>;
};

/** Shared by every published package: both module formats, types for each, source maps, stable names. */
export default defineConfig({
  cwd: process.cwd(),
  entry: { ...entriesOf(exports, bin), ...INNER_ENTRIES[name] },
  format: ['esm', 'cjs'],
  // Only the bootstrap and delivery know Node; everything else also runs in a worker or an edge function.
  platform: ['@botanu/delivery', '@botanu/sdk'].includes(name) ? 'node' : 'neutral',
  target: 'es2022',
  plugins: [esmExternalRequirePlugin({ external: ['@opentelemetry/api', 'async_hooks', 'events'] })],
  inputOptions: {
    resolve: { mainFields: ['module', 'main'] },
    // Names of attributes and the like are written where they are used: with that, `event` alone is 140 bytes smaller.
    optimization: { inlineConst: { mode: 'all', pass: 1 } },
  },
  dts: { sourcemap: false },
  sourcemap: true,
  fixedExtension: true,
  hash: false,
  // Evaluated where it stands, as late as that: in an application's CommonJS bundle there is no `import.meta`.
  define: { BOTANU_MODULE_URL: 'import.meta.url' },
  logLevel: 'warn',
});
