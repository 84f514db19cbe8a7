import { readFileSync } from 'node:fs';
import { CLIENTS, type ClientName } from '../src/clients';
import { MATRIX_DOCUMENT, withMatrix } from '../src/matrix-document';
import { matrixTable, problemsOf } from '../src/matrix-table';
import { inTableOrder, runMatrix } from '../src/run-matrix';
import type { ClientReport } from '../src/types';

jest.setTimeout(240_000);

let reports: ReturnType<typeof runMatrix>;
const reportOf = (name: ClientName) => reports.get(name) as Promise<ClientReport>;
beforeAll(() => {
  reports = runMatrix();
});

describe.each(Object.keys(CLIENTS) as ClientName[])('%s', (name) => {
  it('is understood by the server: every case without an error has an answer', async () => {
    const { reports: cases } = await reportOf(name);
    const bare = cases.filter(({ mode }) => mode === 'bare');
    expect(bare.length).toBeGreaterThan(7);
    const failed = bare.filter(({ seen }) => 'thrown' in (seen as object)).map((report) => report.name);
    expect([...new Set(failed)].filter((failure) => !EXPECTED_TO_FAIL.includes(failure))).toEqual([]);
    expect(failed).toContain('500');
  });

  it("has the server's numbers on its spans, and behaves as without botanu", async () => {
    expect(problemsOf(await reportOf(name))).toEqual([]);
  });
});

/** Ollama's client does not try again. */
const EXPECTED_TO_FAIL = ['500', '429', 'a stream is read once', 'a wrong call'];

it('is the table of the documentation: `npm run matrix` writes it', async () => {
  const clients = await inTableOrder(reports);
  expect(readFileSync(MATRIX_DOCUMENT, 'utf8')).toBe(withMatrix(matrixTable(clients)));
});
