import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGenerated, writeGenerated } from '../src/generated-section';
import { type Host, OPENTELEMETRY_HOSTS, OTHER_HOSTS } from '../src/hosts';
import { type CellResult, runHost } from '../src/run-matrix';
import { renderTables } from '../src/table';
import { variationsOf } from '../src/variations';

/** A host is downloaded first, on a machine that may be slow. */
const HOST_TIMEOUT_MS = 300_000;

/** Enough to see what is wrong. */
const SHOWN_LINES = 5;

const results = new Map<Host, ReadonlyMap<string, CellResult>>();

describe.each([...OPENTELEMETRY_HOSTS, ...OTHER_HOSTS])('$title', (host) => {
  beforeAll(async () => {
    results.set(host, await runHost(host));
  }, HOST_TIMEOUT_MS);

  test.each(variationsOf(host))('$name: botanu changes nothing, and sees everything', ({ name }) => {
    const findings = Object.entries(results.get(host)?.get(name)?.findings ?? { run: ['it was not run'] });
    const found = findings.filter(([, lines]) => lines.length > 0);
    expect(Object.fromEntries(found.map(([check, lines]) => [check, lines.slice(0, SHOWN_LINES)]))).toEqual(
      {},
    );
  });
});

/** Written anew with `UPDATE_DOCS=1 npm run check:coexistence`. */
test('the tables in docs/existing-opentelemetry.md say what came of this run', () => {
  const file = join(__dirname, '../../../docs/existing-opentelemetry.md');
  const tables = renderTables(results);
  if (process.env.UPDATE_DOCS !== undefined) {
    writeGenerated(file, tables);
  }
  expect(readGenerated(readFileSync(file, 'utf8'))).toBe(tables);
});
