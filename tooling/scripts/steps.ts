import { type CommandOptions, runCommand } from './run-command';

/** What came of a step. */
export interface StepResult {
  readonly passed: number;
  readonly failed: number;
  /** Shown where something failed. */
  readonly output: string;
}

/** One thing to check. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<StepResult>;
}

/**
 * A step that passes when a command succeeds.
 *
 * @param name - What the step is called.
 * @param command - The command and its arguments.
 * @param options - How to run it.
 */
export function commandStep(name: string, command: readonly string[], options: CommandOptions = {}): Step {
  return {
    name,
    run: async () => {
      const { succeeded, output } = await runCommand(command, options);
      return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, output };
    },
  };
}

/**
 * Runs all steps, also after one that failed, and writes the sum as the last line.
 *
 * @param steps - What to check, in this order.
 * @returns Whether everything passed.
 */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    const startedAtMs = performance.now();
    process.stdout.write(`- ${step.name}\n`);
    const result = await step.run();
    passed += result.passed;
    failed += result.failed;
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    if (result.failed > 0) {
      process.stdout.write(`${result.output}- ${step.name}: FAILED after ${seconds} s\n`);
    } else {
      process.stdout.write(`- ${step.name}: passed in ${seconds} s\n`);
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0;
}
