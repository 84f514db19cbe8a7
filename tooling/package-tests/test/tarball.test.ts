import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSuccessfully } from '@botanu-tooling/packed-packages';
import { preProcessFile } from 'typescript';
import { type Manifest, publishedPackages } from '../../scripts/repository';

/** Those that may use what Node brings. */
const ON_NODE: ReadonlySet<string> = new Set(['@botanu/delivery', '@botanu/sdk']);

describe.each(publishedPackages())('the tarball of $name', ({ name, tarball, manifest }) => {
  let unpackedFolder: string | undefined;
  let folder = '';
  let files: readonly string[] = [];

  beforeAll(async () => {
    unpackedFolder = mkdtempSync(join(tmpdir(), 'botanu-tarball-'));
    await runSuccessfully(['tar', '-xzf', tarball], { folder: unpackedFolder });
    folder = join(unpackedFolder, 'package');
    files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  });

  afterAll(() => {
    // Only what was made here: a path that is built from an empty text is somebody else's folder.
    if (unpackedFolder !== undefined) {
      rmSync(unpackedFolder, { recursive: true });
    }
  });

  function read(file: string): string {
    return readFileSync(join(folder, file), 'utf8');
  }

  test('holds the build, the README, the licence, and nothing else', () => {
    expect(files.filter((file) => !/^dist(\/|$)/.test(file)).sort()).toEqual([
      'LICENSE',
      'README.md',
      ...(manifest.files?.includes('THIRD_PARTY.md') ? ['THIRD_PARTY.md'] : []),
      ...(manifest.files?.includes('config.schema.json') ? ['config.schema.json'] : []),
      'package.json',
    ]);
    expect(read('LICENSE')).toContain('Apache License');
    for (const file of files.filter((path) => path.startsWith('dist/'))) {
      expect(file).toMatch(/\.(mjs|cjs|d\.mts|d\.cts)(\.map)?$/);
    }
  });

  test('depends on versions that the registry understands', () => {
    const packed = JSON.parse(read('package.json')) as Manifest;
    const versions = Object.values({ ...packed.dependencies, ...packed.peerDependencies });
    expect(versions.filter((version) => /^(workspace|catalog|link|file):/.test(version))).toEqual([]);
  });

  test('imports nothing but what it declares, and Node only in the bootstrap', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const modules = files.filter((file) => /\.[cm]js$/.test(file));
    expect(modules.length).toBeGreaterThan(0);
    for (const file of modules) {
      const isAllowed = (specifier: string) =>
        declared.some((dependency) => specifier === dependency || specifier.startsWith(`${dependency}/`)) ||
        (ON_NODE.has(name) && builtinModules.includes(specifier.replace(/^node:/, '')));
      expect(importsOf(read(file)).filter((specifier) => !isAllowed(specifier))).toEqual([]);
    }
  });
});

/** What a built module imports or requires from elsewhere. */
function importsOf(source: string): readonly string[] {
  return preProcessFile(source, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith('.'));
}
