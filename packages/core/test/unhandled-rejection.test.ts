import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

/** A process of its own: a test runner catches what nobody handles. Runs what is built. */
async function run(source: string): Promise<{ readonly exitCode: number | null; readonly errors: string }> {
  const command = [process.execPath, '--input-type=module', '--eval', source];
  const { exitCode, errors } = await runProgram(command, { folder: join(__dirname, '..') });
  return { exitCode, errors };
}

const IMPORT = `
  import { event } from '@botanu/core';
  const options = { eventId: 'e', customerId: 'c', workflow: 'w' };
`;

it('a rejection that nobody handles ends the process, as it would have without us', async () => {
  const result = await run(
    `${IMPORT} event(options, async () => { throw new RangeError('nobody handles this'); });`,
  );
  expect(result.exitCode).toBe(1);
  expect(result.errors).toContain('RangeError: nobody handles this');
});

it('a rejection that is handled does not', async () => {
  const result = await run(
    `${IMPORT} event(options, async () => { throw new RangeError('handled'); }).catch(() => {});`,
  );
  expect(result).toEqual({ exitCode: 0, errors: '' });
});

it('a rejection in the background, or of an observed thenable, does not either', async () => {
  const result = await run(`
    ${IMPORT}
    class Call extends Promise {}
    event(options, (run) => run.waitUntil(Promise.reject(new Error('background'))));
    event(options, () => Call.reject(new Error('handled'))).catch(() => {});
  `);
  expect(result).toEqual({ exitCode: 0, errors: '' });
});

it('a processor that throws at the end of a run that waited for work does not either', async () => {
  const result = await run(`
    ${IMPORT}
    import { trace } from '@opentelemetry/api';
    import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
    const onEnd = () => { throw new Error('a broken processor'); };
    const processor = { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} };
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    event(options, (run) => run.waitUntil(new Promise((resolve) => setTimeout(resolve, 1))));
  `);
  expect(result).toEqual({ exitCode: 0, errors: '' });
});
