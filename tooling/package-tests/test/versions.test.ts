import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, repositoryFolder } from '../../scripts/repository';

const changesetFolder = join(repositoryFolder, '.changeset');

const packagesWithVersionConstant = publishedPackages().filter(({ folder }) =>
  existsSync(join(folder, 'src/version.ts')),
);

test.each(packagesWithVersionConstant)('$name knows its own version', ({ folder, manifest }) => {
  const source = readFileSync(join(folder, 'src/version.ts'), 'utf8');
  expect(/_VERSION = '([^']*)'/.exec(source)?.[1]).toBe(manifest.version);
});

test('changesets publish to everybody, from main, and leave private packages alone', () => {
  const config: unknown = JSON.parse(readFileSync(join(changesetFolder, 'config.json'), 'utf8'));
  expect(config).toMatchObject({
    access: 'public',
    baseBranch: 'main',
    privatePackages: { version: false, tag: false },
  });
});

test('a package that was never published has a changeset for its first version', () => {
  const announced = readdirSync(changesetFolder)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => {
      const text = readFileSync(join(changesetFolder, name), 'utf8');
      return [...text.matchAll(/^['"](@botanu\/[^'"]+)['"]: (?:minor|major)$/gm)].map(
        ([, packageName]) => packageName,
      );
    });
  const unpublished = publishedPackages().filter(({ manifest }) => manifest.version === '0.0.0');
  expect(announced).toEqual(expect.arrayContaining(unpublished.map(({ name }) => name)));
});
