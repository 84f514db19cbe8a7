import { readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startModelServer } from '@botanu-tooling/model-servers';
import { ROWS } from './rows';
import { runCase } from './run-case';
import type { CaseReport, ClientReport, Row } from './types';

/** Runs all rows of one client, and writes what happened to the standard output. */
async function main(installedAs: string): Promise<void> {
  const rows = ROWS[installedAs];
  if (rows === undefined) {
    throw new Error(`there is no client ${installedAs}; there are ${Object.keys(ROWS).join(', ')}`);
  }
  const reports: CaseReport[] = [];
  for (const row of rows()) {
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

function readManifest(installedAs: string): { name: string; version: string } {
  const start = require.resolve(installedAs);
  for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (manifest.version !== undefined) {
        return manifest;
      }
    } catch {
      // The next folder up has it.
    }
  }
  throw new Error(`${installedAs} has no package.json`);
}

/** A pipe takes large outputs in pieces, and process.exit must not cut them off. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(1, bytes, written);
  }
}

void main(process.argv[2] ?? '');
