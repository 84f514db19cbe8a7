import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BilledCall } from '../src/model-server/server';
import type { Tables } from '../src/report/aggregate';
import type { CheckResult } from '../src/report/check';

const DEMO = join(__dirname, '..', 'dist', 'demo.js');

/** What `--json` writes. */
interface JsonReport extends Tables {
  readonly check: CheckResult;
  readonly runsReportedByDesk: number;
  readonly modelServerLog: readonly BilledCall[];
}

/** What a process of the demo left. */
export interface DemoProcess {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** `undefined` where none was written. */
  readonly json: JsonReport | undefined;
}

/** Runs the demo that was built, as a user would. */
export async function runDemoProcess(
  commandLine: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<DemoProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const jsonPath = join(folder, 'report.json');
  const inherited = { ...process.env };
  // jest's own settings are none of the demo's.
  delete inherited.NODE_OPTIONS;
  try {
    const ended = await new Promise<Omit<DemoProcess, 'json'>>((resolve) => {
      execFile(
        process.execPath,
        [DEMO, ...commandLine, '--json', jsonPath],
        { env: { ...inherited, ...environment }, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          resolve({
            exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
            stdout,
            stderr,
          });
        },
      );
    });
    return { ...ended, json: readJson(jsonPath) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readJson(path: string): JsonReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
