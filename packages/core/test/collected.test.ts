import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A process of its own, where garbage can be collected on demand. Runs what is built; prints what was recorded. */
function runAndCollect(source: string): { readonly warnings: string[]; readonly statuses: unknown[] } {
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
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', program],
    { cwd: join(__dirname, '..'), encoding: 'utf8', timeout: 30_000 },
  );
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

it('a scope that is thrown away without an end is ended as a failure, and reported once', () => {
  const { warnings, statuses } = runAndCollect('event.start(ticket); event.start(ticket); step.start("s");');
  expect(statuses.sort()).toEqual([2, 'failure', 'failure']);
  expect(warnings.map((warning) => warning.slice(0, 45)).sort()).toEqual([
    'BOTANU_SCOPE_NOT_ENDED: "botanu.run/w" was st',
    'BOTANU_SCOPE_NOT_ENDED: "botanu.step/s" was s',
  ]);
});

it('a scope that was ended is not reported', () => {
  expect(runAndCollect('event.start(ticket).end();')).toEqual({ warnings: [], statuses: ['success'] });
});

it('a generator, a stream or a response that nobody reads ends its run', () => {
  const { warnings, statuses } = runAndCollect(`
    event(ticket, function* () { yield 1; });
    event(ticket, async function* () { yield 1; });
    event(ticket, () => new ReadableStream());
    event(ticket, () => new Response('unread'));
  `);
  expect(warnings).toEqual([]);
  expect(statuses).toEqual(['success', 'success', 'success', 'success']);
});
