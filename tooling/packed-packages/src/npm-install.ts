import { existsSync } from 'node:fs';
import { publishedPackages } from '../../scripts/repository';
import { runSuccessfully } from './run-successfully';

/**
 * The tarballs of published packages, as `npm run check:packages` has left them.
 *
 * @param shortNames - Which packages: `core`. Without it, all of them.
 * @throws Error where one of them was not packed.
 */
export function packedPackages(shortNames?: readonly string[]): readonly string[] {
  const tarballs = publishedPackages()
    .filter(({ shortName }) => shortNames === undefined || shortNames.includes(shortName))
    .map(({ tarball }) => tarball);
  if (!tarballs.every((tarball) => existsSync(tarball))) {
    throw new Error(
      'There are no packed packages: run "npm run check:packages", which packs and then tests them.',
    );
  }
  return tarballs;
}

/**
 * Installs what an application's package.json lists, and more, with npm. No lock file is written.
 *
 * @param folder - The application's folder.
 * @param packages - What else: tarballs, or as npm writes it, `name@version`.
 */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const quiet = ['--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await runSuccessfully(['npm', 'install', ...quiet, ...packages], { folder });
}
