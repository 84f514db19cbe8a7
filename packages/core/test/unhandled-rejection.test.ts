import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A process of its own: a test runner catches what nobody handles. Runs what is built. */
function run(source: string): { readonly status: number | null; readonly errors: string } {
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, errors: stderr };
}

const IMPORT = `
  import { event } from '@botanu/core';
  const options = { eventId: 'e', customerId: 'c', workflow: 'w' };
`;

it('a rejection that nobody handles ends the process, as it would have without us', () => {
  const result = run(
    `${IMPORT} event(options, async () => { throw new RangeError('nobody handles this'); });`,
  );
  expect(result.status).toBe(1);
  expect(result.errors).toContain('RangeError: nobody handles this');
});

it('a rejection that is handled does not', () => {
  const result = run(
    `${IMPORT} event(options, async () => { throw new RangeError('handled'); }).catch(() => {});`,
  );
  expect(result).toEqual({ status: 0, errors: '' });
});

it('a rejection in the background, or of an observed thenable, does not either', () => {
  const result = run(`
    ${IMPORT}
    class Call extends Promise {}
    event(options, (run) => run.waitUntil(Promise.reject(new Error('background'))));
    event(options, () => Call.reject(new Error('handled'))).catch(() => {});
  `);
  expect(result).toEqual({ status: 0, errors: '' });
});
