import { CASES, type CaseReport, type ClientReport } from './types';
import { verifyBehaviour, verifySpans } from './verify';

/** What is wrong with a case in one mode. */
export interface Problem {
  readonly where: string;
  readonly what: string;
}

/** Everything that is wrong with a client; empty: nothing is. */
export function problemsOf({ reports }: ClientReport): Problem[] {
  return reports
    .filter(({ mode }) => mode !== 'bare')
    .flatMap((report) => {
      const where = `${report.api}, ${report.name}, ${report.mode}`;
      return problemsOfCase(report, reports).map((what) => ({ where, what }));
    });
}

function problemsOfCase(report: CaseReport, reports: readonly CaseReport[]): string[] {
  const bare = reports.find(
    ({ mode, api, name }) => mode === 'bare' && api === report.api && name === report.name,
  );
  return bare === undefined
    ? ['was not run without botanu']
    : [...verifyBehaviour(report, bare), ...verifySpans(report)];
}

/** The names of the client wrappers, for the table. */
const HEADER = ['client', 'version', 'Node', 'API', 'wrapper', ...CASES, 'behaviour'];

/**
 * The matrix as a table of Markdown.
 *
 * @param clients - What was run.
 */
export function matrixTable(clients: readonly ClientReport[]): string {
  const rows = clients.flatMap((client) => {
    const apis = [...new Set(client.reports.map(({ api }) => api))];
    return apis.map((api) => rowOf(client, api));
  });
  return [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf({ packageName, version, nodeMajor, reports }: ClientReport, api: string): string[] {
  const ofApi = reports.filter((report) => report.api === api);
  const wrapped = ofApi.some(({ mode }) => mode === 'wrapped');
  const others = ofApi.filter(({ name }) => !(CASES as readonly string[]).includes(name));
  return [
    `\`${packageName}\``,
    version,
    String(nodeMajor),
    api,
    wrapped ? '✓' : '',
    ...CASES.map((name) => cellOf(ofApi.filter((report) => report.name === name))),
    cellOf(others),
  ];
}

/** A tick where every mode is right; nothing where the client has no such case. */
function cellOf(reports: readonly CaseReport[]): string {
  if (reports.length === 0) {
    return '';
  }
  const modes = reports.filter(({ mode }) => mode !== 'bare');
  return modes.every((report) => problemsOfCase(report, [...reports]).length === 0) ? '✓' : '✗';
}
