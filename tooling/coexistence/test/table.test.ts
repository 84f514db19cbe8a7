import type { CheckName, Findings } from '../src/check';
import { type Host, OPENTELEMETRY_HOSTS } from '../src/hosts';
import type { CellResult } from '../src/run-matrix';
import { hostTable, samplerTable } from '../src/table';

const [host] = OPENTELEMETRY_HOSTS as [Host];

const CLEAN: Findings = {
  mode: [],
  spans: [],
  calls: [],
  started: [],
  headers: [],
  complete: [],
  connected: [],
  restored: [],
};

function cell(name: string, found: Partial<Record<CheckName, readonly string[]>> = {}): CellResult {
  const variation = { sampler: name };
  return { name, variation, findings: { ...CLEAN, ...found }, spanCount: 40, ourSpanCount: 508 };
}

function results(...cells: readonly CellResult[]) {
  return new Map([[host, new Map(cells.map((one) => [one.name, one]))]]);
}

test('a host has a tick where every way to run it is clean', () => {
  const [, , row] = hostTable(results(cell('0.1'), cell('0.5'))).split('\n');
  expect(row).toBe('| OpenTelemetry 1.30 | `attach` | ✓ | ✓ | ✓ | ✓ | ✓ | – | – | 80, by ids |');
});

test('one difference in one run is a cross in its column, and in that of the sampler', () => {
  const found = results(cell('0.1', { headers: ['a difference'] }), cell('0.5'));
  expect(hostTable(found).split('\n')[2]).toBe(
    '| OpenTelemetry 1.30 | `attach` | ✓ | **✗** | ✓ | ✓ | ✓ | – | – | 80, by ids |',
  );
  expect(samplerTable(found)).toContain('| ratio 0.1 | **✗** 40 / 508 |');
  expect(samplerTable(found)).toContain('| ratio 0.5 | ✓ 40 / 508 |');
});

test('what botanu does first, and a hung collector, have columns of their own', () => {
  const first: CellResult = {
    ...cell('event first', { mode: ['wrong'] }),
    variation: { order: 'event first', isDisabled: false },
  };
  const hung: CellResult = { ...cell('a hung collector'), variation: { isDisabled: false } };
  expect(hostTable(results(cell('0.1'), first, hung)).split('\n')[2]).toBe(
    '| OpenTelemetry 1.30 | `attach` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | **✗** | 120, by ids |',
  );
});
