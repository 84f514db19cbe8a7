import { jestStep } from './jest-step';
import { packageSteps, packSteps } from './package-steps';
import { commandStep, runSteps, type Step } from './steps';

/** What is built and packed is not a contributor's every-day concern: it is checked by suites of its own. */
const PACKAGE_TESTS = 'tooling/package-tests';
const COEXISTENCE = 'tooling/coexistence';

const buildPackages = commandStep('build', [
  'turbo',
  'run',
  'build',
  '--output-logs=errors-only',
  '--filter=./packages/*',
]);

const suites: Readonly<Record<string, () => readonly Step[]>> = {
  test: () => [
    commandStep('types', ['tsc', '--noEmit']),
    commandStep('lint', ['biome', 'check', '.']),
    commandStep('unused code and dependencies', ['knip']),
    commandStep('build', ['turbo', 'run', 'build', '--output-logs=errors-only']),
    jestStep('unit and integration tests', '--ignoreProjects', PACKAGE_TESTS, COEXISTENCE),
  ],
  packages: () => [
    buildPackages,
    ...packageSteps(),
    jestStep('tests of the packed packages', '--selectProjects', PACKAGE_TESTS),
  ],
  coexistence: () => [
    buildPackages,
    ...packSteps(),
    jestStep('beside every other tracer', '--selectProjects', COEXISTENCE),
  ],
};

async function main(): Promise<void> {
  const steps = suites[process.argv[2] ?? ''];
  if (steps === undefined) {
    throw new Error(`Say what to check: ${Object.keys(suites).join(' or ')}.`);
  }
  if (!(await runSteps(steps()))) {
    process.exitCode = 1;
  }
}

void main();
