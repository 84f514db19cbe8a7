import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryPointsOf, publishedPackages, repositoryFolder } from '../../scripts/repository';

/** Who may import whom. A package that is not listed here may import nothing. */
const ALLOWED_DEPENDENCIES: Readonly<Record<string, readonly RegExp[]>> = {
  '@botanu/auto-instrumentations': [
    /^@opentelemetry\/instrumentation-/,
    /^@fastify\/otel$/,
    /^@traceloop\/instrumentation-/,
  ],
  // Keyed hashes for signed run context: synchronous, and without Node.
  '@botanu/core': [/^@noble\/hashes$/],
  '@botanu/delivery': [/^@botanu\/core$/],
  '@botanu/pii': [],
  '@botanu/pii-nlp': [/^@botanu\/pii$/, /^compromise$/],
  '@botanu/data': [/^@botanu\/core$/],
  '@botanu/llm': [/^@botanu\/core$/],
  '@botanu/middleware-express': [/^@botanu\/core$/],
  '@botanu/middleware-fastify': [/^@botanu\/core$/, /^fastify-plugin$/],
  '@botanu/middleware-koa': [/^@botanu\/core$/],
  '@botanu/processors': [/^@botanu\/core$/],
  // YAML is loaded where there is a configuration file, and only there.
  '@botanu/sdk': [/^@botanu\/(core|delivery|pii|processors)$/, /^@opentelemetry\/(?!api$)/, /^yaml$/],
};

/** Beside the OpenTelemetry API. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  // Its types are part of the plugin's own.
  '@botanu/middleware-fastify': ['@opentelemetry/api', 'fastify'],
};

/** Those that bundle code of others, and name it. */
const BUNDLERS: ReadonlySet<string> = new Set(['@botanu/delivery', '@botanu/sdk']);

/** They know nothing of OpenTelemetry: scrubbing is of use to anybody. */
const WITHOUT_OPENTELEMETRY: readonly string[] = ['@botanu/pii', '@botanu/pii-nlp'];

/** Their import alone does something: everything else of everybody may be dropped by a bundler. */
const SIDE_EFFECTS: Readonly<Record<string, readonly string[]>> = {
  '@botanu/sdk': ['index.mjs', 'index.cjs', 'register.mjs', 'register.cjs'].map((name) => `./dist/${name}`),
};

const budgets: readonly { readonly path: string }[] = require(join(repositoryFolder, '.size-limit.cjs'));

describe.each(publishedPackages())('$name', ({ name, shortName, folder, manifest }) => {
  test('is @botanu/<folder>, Apache-2.0, public, for Node 20.19 and later', () => {
    expect(name).toBe(`@botanu/${shortName}`);
    expect(manifest.license).toBe('Apache-2.0');
    expect(manifest.publishConfig?.access).toBe('public');
    expect(manifest.engines?.node).toBe('>=20.19');
    expect(manifest.repository?.directory).toBe(`packages/${shortName}`);
  });

  test('has a README of its own, which begins with its name', () => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8').split('\n')[0]).toBe(`# ${name}`);
  });

  test('publishes what is built, its README and its licence', () => {
    // Who bundles other people's code says whose.
    const others = BUNDLERS.has(name) ? ['THIRD_PARTY.md'] : [];
    const schema = name === '@botanu/sdk' ? ['config.schema.json'] : [];
    expect(manifest.files).toEqual(['dist', ...schema, 'README.md', ...others, 'LICENSE']);
  });

  test('exports both module formats, each with its own types, and its package.json', () => {
    expect(manifest.type).toBe('module');
    expect(manifest.exports['./package.json']).toBe('./package.json');
    for (const { name: entryName, files } of entryPointsOf(manifest)) {
      const path = `./dist/${entryName === '' ? 'index' : entryName}`;
      expect(files).toEqual({
        import: { types: `${path}.d.mts`, default: `${path}.mjs` },
        require: { types: `${path}.d.cts`, default: `${path}.cjs` },
      });
      // TypeScript takes the first condition that fits: types behind the code would never be found.
      expect(Object.keys(files.import)).toEqual(['types', 'default']);
      expect(Object.keys(files.require)).toEqual(['types', 'default']);
    }
  });

  test('says which of its files have side effects', () => {
    const expected = SIDE_EFFECTS[name] ?? false;
    const { sideEffects } = manifest;
    // The build reads the same field, for the sources.
    const built = Array.isArray(sideEffects)
      ? sideEffects.filter((path: string) => path.startsWith('./dist/'))
      : sideEffects;
    expect(built).toEqual(expected);
  });

  test('imports only who it may import, and has the OpenTelemetry API as a peer where it needs it', () => {
    const allowed = ALLOWED_DEPENDENCIES[name] ?? [];
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(dependencies.filter((dependency) => !allowed.some((rule) => rule.test(dependency)))).toEqual([]);
    const expected = WITHOUT_OPENTELEMETRY.includes(name) ? [] : (PEERS[name] ?? ['@opentelemetry/api']);
    expect(Object.keys(manifest.peerDependencies ?? {})).toEqual(expected);
  });

  test('has an API report for each entry point', () => {
    for (const { name: entryName } of entryPointsOf(manifest)) {
      const reportName = `${[shortName, ...(entryName === '' ? [] : [entryName])].join('.')}.api.md`;
      expect(existsSync(join(folder, 'etc', reportName))).toBe(true);
    }
  });

  test('has a size budget for each entry point', () => {
    const paths = budgets.map(({ path }) => path);
    for (const { files } of entryPointsOf(manifest)) {
      expect(paths).toContain(join('packages', shortName, files.import.default));
    }
  });
});
