import { mkdirSync, rmSync } from 'node:fs';
import { checkApiReports } from './api-reports';
import { publishedPackages, tarballFolder } from './repository';
import { commandStep, type Step } from './steps';

/** Packs every published package. */
export function packSteps(): readonly Step[] {
  // A tarball that is no longer made must not be tested.
  rmSync(tarballFolder, { recursive: true, force: true });
  mkdirSync(tarballFolder, { recursive: true });
  return publishedPackages().map(({ name, folder, tarball }) =>
    commandStep(`${name}: pack`, ['pnpm', 'pack', '--out', tarball], { folder }),
  );
}

/** Packs every published package, and checks what was packed, its API and its size. */
export function packageSteps(): readonly Step[] {
  return [
    ...packSteps(),
    ...publishedPackages().flatMap(({ name, folder, tarball }) => [
      commandStep(`${name}: publint`, ['publint', 'run', tarball, '--strict']),
      commandStep(`${name}: are the types wrong`, ['attw', tarball, '--profile', 'node16']),
      {
        name: `${name}: API reports`,
        run: async () => {
          const problems = checkApiReports(folder);
          const failed = problems.length;
          return { passed: failed === 0 ? 1 : 0, failed: failed === 0 ? 0 : 1, output: problems.join('') };
        },
      },
    ]),
    commandStep('size budgets', ['size-limit'], { isShown: true }),
  ];
}
