import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command';
import type { Step, StepResult } from './steps';

/** jest writes its report when the last test has ended: a process that is still there later is held open. */
const EXIT_GRACE_MS = 20_000;

interface JestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * A step that counts every test. A run that does not end by itself has failed. A test that was left out counts as
 * failed in CI, where everything that tests need is installed; on a contributor's machine it does not count.
 *
 * @param name - What the step is called.
 * @param jestArguments - Which tests.
 */
export function jestStep(name: string, ...jestArguments: readonly string[]): Step {
  return { name, run: () => runJest(jestArguments) };
}

async function runJest(jestArguments: readonly string[]): Promise<StepResult> {
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'botanu-jest-'));
  const reportFile = join(temporaryFolder, 'report.json');
  const stuck = new AbortController();
  const watch = watchForExit(reportFile, () => stuck.abort());
  try {
    const { succeeded, output } = await runCommand(
      ['jest', '--maxWorkers=2', '--json', `--outputFile=${reportFile}`, ...jestArguments],
      { isShown: true, signal: stuck.signal },
    );
    const problem = stuck.signal.aborted
      ? 'jest was ended, because it did not end by itself: a test leaves a server, a timer or a process open.\n'
      : output;
    return { ...countTests(reportFile, succeeded), output: problem };
  } finally {
    clearInterval(watch);
    rmSync(temporaryFolder, { recursive: true });
  }
}

function watchForExit(reportFile: string, onStuck: () => void): NodeJS.Timeout {
  let writtenAtMs: number | undefined;
  return setInterval(() => {
    if (existsSync(reportFile)) {
      writtenAtMs ??= performance.now();
      if (performance.now() - writtenAtMs > EXIT_GRACE_MS) {
        onStuck();
      }
    }
  }, 1000);
}

function countTests(reportFile: string, succeeded: boolean): { passed: number; failed: number } {
  if (!existsSync(reportFile)) {
    return { passed: 0, failed: 1 };
  }
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport;
  const passed = report.numPassedTests;
  const leftOut = process.env.CI === undefined ? 0 : report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + leftOut;
  const hasUncountedFailure = failed === 0 && (!succeeded || !report.success || passed === 0);
  return { passed, failed: hasUncountedFailure ? 1 : failed };
}
