import { CLIENTS, type ClientName } from './clients';
import { type ChildProgram, runChildren } from './run-children';
import type { ClientReport } from './types';

/** Runs every client in a process of its own; those of the table's end, which wait most, first. */
export function runMatrix(): Map<ClientName, Promise<ClientReport>> {
  const names = (Object.keys(CLIENTS) as ClientName[]).reverse();
  const programs = names.map((name): [ClientName, ChildProgram] => [
    name,
    { nodeMajor: CLIENTS[name], command: ['run-client.mjs', name] },
  ]);
  return runChildren(new Map(programs));
}

/** The reports in the order of the table. */
export function inTableOrder(
  reports: ReadonlyMap<ClientName, Promise<ClientReport>>,
): Promise<readonly ClientReport[]> {
  const names = Object.keys(CLIENTS) as ClientName[];
  return Promise.all(names.map((name) => reports.get(name) as Promise<ClientReport>));
}
