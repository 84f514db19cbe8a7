import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';

/** A process of its own, where garbage can be collected on demand. Runs what is built; prints what was recorded. */
async function runAndCollect(
  source: string,
): Promise<{ readonly warnings: string[]; readonly statuses: unknown[] }> {
  const program = `
    import { diag, trace } from '@opentelemetry/api';
    import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
    import { event, step } from '@botanu/core';
    const warnings = [];
    diag.setLogger({ error() {}, warn: (_, text) => warnings.push(text), info() {}, debug() {}, verbose() {} });
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    const ticket = { eventId: 'e', customerId: 'c', workflow: 'w' };
    (() => { ${source} })();
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      gc();
    }
    const statuses = exporter.getFinishedSpans().map((span) => span.events.at(-1)?.attributes.status ?? span.status.code);
    console.log(JSON.stringify({ warnings, statuses }));
  `;
  const command = [process.execPath, '--expose-gc', '--input-type=module', '--eval', program];
  const { output, errors } = await runProgram(command, { folder: join(__dirname, '..') });
  if (output === '') {
    throw new Error(errors);
  }
  return JSON.parse(output);
}

it('a scope that is thrown away without an end is ended as a failure, and reported once', async () => {
  const { warnings, statuses } = await runAndCollect(
    'event.start(ticket); event.start(ticket); step.start("s");',
  );
  expect(statuses.sort()).toEqual([2, 'failure', 'failure']);
  expect(warnings.map((warning) => warning.slice(0, 45)).sort()).toEqual([
    'BOTANU_SCOPE_NOT_ENDED: "botanu.run/w" was ne',
    'BOTANU_SCOPE_NOT_ENDED: "botanu.step/s" was n',
  ]);
});

it('a scope that was ended is not reported', async () => {
  expect(await runAndCollect('event.start(ticket).end();')).toEqual({ warnings: [], statuses: ['success'] });
});

it('a generator, a stream or a response that nobody reads ends its run', async () => {
  const { warnings, statuses } = await runAndCollect(`
    event(ticket, function* () { yield 1; });
    event(ticket, async function* () { yield 1; });
    event(ticket, () => new ReadableStream());
    event(ticket, () => new Response('unread'));
  `);
  expect(warnings).toEqual([]);
  expect(statuses).toEqual(['success', 'success', 'success', 'success']);
});
