import { DiagLogLevel, diag } from '@opentelemetry/api';
import { getRuntime } from '../src/runtime';
import { MAX_DISTINCT_WARNINGS, warnOnce } from '../src/safely';

it('at most 1,000 distinct warnings are logged in a process; all are counted', () => {
  const logged: string[] = [];
  const log = (_namespace: string, message?: unknown): void => {
    logged.push(String(message));
  };
  diag.setLogger({ warn: log, error: log, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
  for (let index = 0; index < 2 * MAX_DISTINCT_WARNINGS; index += 1) {
    warnOnce('BOTANU_INVALID_ARGUMENT', 'something is wrong.', `detail ${index}`);
  }
  diag.disable();
  expect([logged.length, getRuntime().warned.size]).toEqual([1000, 1000]);
  expect(getRuntime().warningCounts.get('BOTANU_INVALID_ARGUMENT')).toBe(2000);
});
