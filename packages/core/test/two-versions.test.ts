import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';
import { build, type Plugin } from 'esbuild';

const PACKAGE = join(__dirname, '..');
const TEMP = join(PACKAGE, 'temp');

/** What a later version may have changed inside: file, what is there now, and what is there then. */
const CHANGES: readonly (readonly [file: string, now: string, then: string])[] = [
  ['version.ts', 'INSTRUMENTATION_VERSION =', "INSTRUMENTATION_VERSION = '9.9.9'; export const former ="],
  // No Context of its own any more.
  [
    'context.ts',
    'new RunScopedContext(context, run, baggage)',
    'propagation.setBaggage(context.setValue(RUN_KEY, run), baggage)',
  ],
  // One field more in the slot, and one more on every run.
  ['runtime.ts', 'warned: new Set(),', 'warned: new Set(), addedLater: new Map(),'],
  ['run-context.ts', 'const { retryOf } = init;', 'const { retryOf } = init; this.addedLater = init;'],
  // Baggage that says nothing beside what the API's Baggage says.
  ['baggage.ts', "Symbol.for('botanu.baggage.span_attributes.v1')", 'Symbol()'],
];

const applyChanges: Plugin = {
  name: 'a later version',
  setup({ onLoad }) {
    onLoad({ filter: /packages.core.src.*\.ts$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const [file, now, then] of CHANGES.filter(([file]) => basename(path) === file)) {
        if (!contents.includes(now)) {
          throw new Error(`${file} does not hold what this test changes: ${now}`);
        }
        contents = contents.replace(now, then);
      }
      return { contents, loader: 'ts' };
    });
  },
};

let folder: string;
beforeAll(async () => {
  mkdirSync(TEMP, { recursive: true });
  folder = mkdtempSync(join(TEMP, 'versions-'));
  await build({
    stdin: {
      contents: "export * from './src/index'; export * from './src/authoring';",
      resolveDir: PACKAGE,
    },
    outfile: join(folder, 'later.cjs'),
    bundle: true,
    // Other names for everything that is private.
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    external: ['@opentelemetry/api'],
    plugins: [applyChanges],
  });
});
afterAll(() => rmSync(TEMP, { recursive: true, force: true }));

/** Every copy against every other: what one does, the other sees. */
const PROGRAM = `
  import assert from 'node:assert/strict';
  import { createRequire } from 'node:module';
  import { context, diag, propagation, trace } from '@opentelemetry/api';
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import { W3CBaggagePropagator } from '@opentelemetry/core';
  import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

  const [, , folder, ...order] = process.argv;
  const require = createRequire(import.meta.url);
  const load = {
    esm: async () => ({ ...(await import('@botanu/core')), ...(await import('@botanu/core/authoring')) }),
    cjs: () => ({ ...require('@botanu/core'), ...require('@botanu/core/authoring') }),
    later: () => require(folder + '/later.cjs'),
  };
  const copies = {};
  for (const name of order) {
    copies[name] = await load[name]();
  }
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CBaggagePropagator());
  const warnings = [];
  diag.setLogger({ error() {}, warn: (_, text) => warnings.push(text), info() {}, debug() {}, verbose() {} });

  const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support', tenantId: 'org' };
  let pairs = 0;
  for (const [oneName, one] of Object.entries(copies)) {
    for (const [otherName, other] of Object.entries(copies)) {
      if (one === other) continue;
      pairs += 1;
      assert.notEqual(one.RunContext, other.RunContext);
      assert.equal(one.getRuntime(), other.getRuntime());
      const first = await one.event(ticket, async (run) => {
        await Promise.resolve();
        assert.equal(other.currentRun(), run);
        assert.equal(other.getRunId(), run.runId);
        assert.equal(other.getWorkflow(), 'Support');
        assert.equal(other.getBaggage('botanu.customer_id'), 'acme');
        assert.deepEqual({ ...other.runAttributesOf(context.active()) }, {
          'botanu.run_id': run.runId, 'botanu.workflow': 'Support', 'botanu.event_id': 'ticket-42',
          'botanu.customer_id': 'acme', 'botanu.environment': 'production', 'botanu.tenant_id': 'org',
        });
        other.step('inside', () => {
          assert.equal(one.currentRun(), run);
          assert.equal(one.runAttributesOf(context.active())['botanu.step'], 'inside');
        });
        other.withBaggage({ channel: 'email' }, () => {
          assert.equal(one.currentRun(), run);
          assert.equal(one.getBaggage('channel'), 'email');
        });
        other.withAttempt(3, () => assert.equal(one.getAttempt(), 3));
        other.emitOutcome({ valueType: 'tickets_resolved', valueAmount: 2 });
        other.event({ ...ticket, workflow: 'Inner' }, (inner) => {
          assert.equal(inner.parentRunId, run.runId);
          assert.ok(inner.runId > run.runId);
          assert.equal(one.currentRun(), inner);
        });
        const carrier = other.injectRunContext({});
        assert.equal(one.extractRunContext(carrier).runId, run.runId);
        other.continueRun(run, () => assert.equal(one.currentRun(), run));
        run.requestCancellation();
        const headers = {};
        propagation.inject(context.active(), headers);
        assert.match(headers.baggage, /botanu.cancelled=true/);
        assert.equal(other.currentRun().signal.aborted, true);
        return run;
      });
      assert.deepEqual([first.outcome.status, first.outcome.valueAmount], ['success', 2]);
      other.event({ ...ticket, retryOf: first }, (run) => {
        assert.deepEqual([run.attempt, run.retryOfRunId, run.rootRunId], [2, first.runId, first.runId]);
      });
      assert.equal(other.RunContext.createRetry(first).rootRunId, first.runId);
      other.event({ ...ticket, workflow: 'Child', parent: first }, (run) =>
        assert.equal(run.parentRunId, first.runId));
      const completed = exporter.getFinishedSpans().filter((span) => span.name === 'botanu.run/Support')
        .at(0).events.at(-1).attributes;
      assert.equal(completed.value_amount, 2);
      const scopes = Object.fromEntries(
        exporter.getFinishedSpans().map((span) => [span.name, span.instrumentationScope.version]));
      assert.equal(scopes['botanu.step/inside'] === '9.9.9', otherName === 'later');
      exporter.reset();
      // One warning for both, and one count.
      one.event({ ...ticket, workflow: 'Unknown', customerId: '' }, () => {});
      other.event({ ...ticket, workflow: 'Unknown', customerId: '' }, () => {});
    }
  }
  assert.equal(warnings.length, 1);
  assert.equal(copies.esm.getRuntime().warningCounts.get('BOTANU_ATTRIBUTION_INCOMPLETE'), 2 * pairs);
  assert.equal(pairs, 6);
  console.log('one run context');
`;

it.each([['esm cjs later'], ['later cjs esm'], ['cjs later esm']])(
  'ESM, CJS and a later version in one process, loaded in the order %s, share one run context',
  async (order) => {
    const command = [process.execPath, '--input-type=module', '--eval', PROGRAM, 'program', folder];
    const { output, errors } = await runProgram([...command, ...order.split(' ')], { folder: PACKAGE });
    expect({ output, errors }).toEqual({ output: 'one run context\n', errors: '' });
  },
);
