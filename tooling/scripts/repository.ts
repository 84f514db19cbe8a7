import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const repositoryFolder = join(__dirname, '../..');

/** Where `npm run check:packages` leaves what it has packed. */
export const tarballFolder = join(repositoryFolder, 'tooling/package-tests/temp/tarballs');

/** An entry of `exports` for both module formats. */
export interface DualExport {
  readonly import: { readonly types: string; readonly default: string };
  readonly require: { readonly types: string; readonly default: string };
}

/** What we read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly repository?: { readonly directory?: string };
  readonly publishConfig?: { readonly access?: string };
  readonly exports: Readonly<Record<string, string | DualExport>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface PublishedPackage {
  readonly name: string;
  /** The name without its scope, which is the name of its folder: `core`. */
  readonly shortName: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tarball: string;
}

/** Every package in `packages/` that is not private, in the order of their names. */
export function publishedPackages(): readonly PublishedPackage[] {
  const packagesFolder = join(repositoryFolder, 'packages');
  return readdirSync(packagesFolder)
    .sort()
    .map((shortName) => {
      const folder = join(packagesFolder, shortName);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
      const tarball = join(tarballFolder, `${shortName}.tgz`);
      return { name: manifest.name, shortName, folder, manifest, tarball };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** A package's entry points: `''` for the package itself, `authoring` for `./authoring`. */
export function entryPointsOf(
  manifest: Manifest,
): readonly { readonly name: string; readonly files: DualExport }[] {
  return Object.entries(manifest.exports).flatMap(([key, files]) =>
    typeof files === 'string' ? [] : [{ name: key === '.' ? '' : key.slice('./'.length), files }],
  );
}
