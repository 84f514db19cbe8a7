import { readFileSync, writeSync } from 'node:fs';
import { startModelServer } from '@botanu-tooling/model-servers';
import { CLIENTS } from './rows';
import { runCase } from './run-case';
import type { CaseReport, ClientReport, Row } from './types';

/** Runs all rows of one client, and writes what happened to the standard output. */
async function main(installedAs: string): Promise<void> {
  const client = CLIENTS.find((candidate) => candidate.installedAs === installedAs);
  if (client === undefined) {
    throw new Error(`there is no client ${installedAs}`);
  }
  const reports: CaseReport[] = [];
  for (const row of await client.rows()) {
    reports.push(...(await runRow(row)));
  }
  const { name, version } = readManifest(installedAs);
  const nodeMajor = Number(process.versions.node.split('.')[0]);
  writeAll(JSON.stringify({ packageName: name, version, nodeMajor, reports } satisfies ClientReport));
}

async function runRow(row: Row): Promise<CaseReport[]> {
  const server = await startModelServer(row.protocol);
  const reports: CaseReport[] = [];
  for (const [name, program] of Object.entries({ ...row.cases, ...row.behaviour })) {
    reports.push(await runCase({ row, name, program, mode: 'bare', server, botanu: undefined }));
  }
  await server.stop();
  return reports;
}

/** The manifest of a dependency of this package. */
function readManifest(installedAs: string): { name: string; version: string } {
  const file = new URL(`../node_modules/${installedAs}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}

/** A pipe takes large outputs in pieces, and process.exit must not cut them off. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(1, bytes, written);
  }
}

void main(process.argv[2] ?? '');
