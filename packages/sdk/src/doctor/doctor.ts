import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnosis, diagnose } from './diagnosis';
import { printDiagnosis } from './print-diagnosis';
import { reach } from './reach';
import { runObserved } from './run-observed';

/** What the doctor is asked. */
export interface DoctorOptions {
  /** What to look at; empty for an empty program. */
  readonly command: readonly string[];
  /** Whether to answer in JSON. */
  readonly isJson: boolean;
}

/**
 * Looks at a process, and prints what there is to say.
 *
 * @param options - Which process, and how to print.
 * @returns The exit code: 1 where something is wrong.
 */
export async function runDoctor({ command, isJson }: DoctorOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'botanu-doctor-'));
  let diagnosis: Diagnosis;
  try {
    const observed = await runObserved(command, folder, isJson);
    diagnosis = diagnose(observed, await reach(observed.snapshot?.report?.endpoint));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(isJson ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : printDiagnosis(diagnosis));
  return diagnosis.isHealthy ? 0 : 1;
}
