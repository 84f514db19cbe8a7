import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Report } from '../report/report';
import type { DemoResult } from './run-demo';

/**
 * Fails now rather than after all tickets where a file cannot be written.
 *
 * @param path - The file; it is there afterwards.
 */
export function assertWritable(path: string): void {
  closeSync(openSync(path, 'a'));
}

/**
 * Writes what the report says, and beside it what the model server logged by itself.
 *
 * @param path - The file.
 * @param report - From the spans.
 * @param result - From everything else.
 */
export function writeJson(path: string, report: Report, { billedCalls, answers }: DemoResult): void {
  const { tables, check } = report;
  const data = {
    ...tables,
    check,
    runsReportedByDesk: answers.runs,
    modelServerLog: billedCalls,
  };
  writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
}
