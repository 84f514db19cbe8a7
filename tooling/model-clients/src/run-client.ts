import { readFileSync } from 'node:fs';
import { startModelServer } from '@botanu-tooling/model-servers';
import { type Botanu, startBotanu } from './botanu';
import type { ClientName } from './clients';
import { ROWS } from './rows';
import { runCase } from './run-case';
import type { CaseReport, ClientReport, Mode, Row } from './types';

/** Runs all rows of one client, and writes what happened to the standard output. */
async function main(installedAs: ClientName): Promise<void> {
  const botanu = startBotanu();
  const reports: CaseReport[] = [];
  for (const row of await ROWS[installedAs]()) {
    reports.push(...(await runRow(row, botanu)));
  }
  const { name, version } = readManifest(installedAs);
  const nodeMajor = Number(process.versions.node.split('.')[0]);
  process.stdout.write(
    JSON.stringify({ packageName: name, version, nodeMajor, reports } satisfies ClientReport),
  );
}

/** First all of it without botanu, then with `trackLlmCall`, then with the wrapper. */
async function runRow(row: Row, botanu: Botanu): Promise<CaseReport[]> {
  const server = await startModelServer(row.protocol);
  const cases = Object.entries(row.cases);
  const all = [...cases, ...Object.entries(row.behaviour ?? {})];
  const reports: CaseReport[] = [];
  const runAll = async (mode: Mode, programs: typeof all) => {
    for (const [name, program] of programs) {
      const isBare = mode === 'bare';
      reports.push(await runCase({ row, name, program, mode, server, botanu: isBare ? undefined : botanu }));
    }
  };
  await runAll('bare', all);
  await runAll('tracked', cases);
  if (botanu.canWrap(row)) {
    await runAll('wrapped', all);
  }
  await server.stop();
  return reports;
}

/** The manifest of a dependency of this package. */
function readManifest(installedAs: string): { name: string; version: string } {
  const file = new URL(`../node_modules/${installedAs}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}

void main(process.argv[2] as ClientName);
