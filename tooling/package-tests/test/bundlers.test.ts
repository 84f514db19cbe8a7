import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runProgram } from '@botanu-tooling/run-program';
import { type Consumer, createConsumer } from '../src/consumer';
import { tool } from '../src/tools';

/** What only the bootstrap, the OpenTelemetry SDK, and `event` of core hold: texts that no minifier renames. */
const BOOTSTRAP = 'OTEL_TRACES_EXPORTER';
const OPENTELEMETRY_SDK = 'forceFlush';
const EVENT = 'event() needs ';

const OPTIONS = "{ eventId: 'e-1', customerId: 'c-1', workflow: 'Support' }";

interface Bundler {
  readonly name: string;
  readonly command: (entry: string, output: string) => readonly string[];
}

const bundlers: readonly Bundler[] = [
  {
    name: 'esbuild',
    command: (entry, output) => [
      tool('esbuild'),
      entry,
      '--bundle',
      '--minify-syntax',
      '--platform=node',
      '--format=cjs',
      `--outfile=${output}`,
    ],
  },
  {
    name: 'rolldown',
    command: (entry, output) => [
      tool('rolldown'),
      entry,
      '--platform=node',
      '--format=cjs',
      '--no-code-splitting',
      '--file',
      output,
    ],
  },
];

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer('@opentelemetry/api@1.9.1');
}, 300_000);

afterAll(() => consumer.remove());

describe.each(bundlers)('$name', ({ name, command }) => {
  async function bundle(entryName: string, source: string): Promise<string> {
    const output = join(consumer.folder, `${entryName}.${name}.cjs`);
    consumer.write(`${entryName}.mjs`, source);
    await consumer.run(command(`${entryName}.mjs`, output));
    return output;
  }

  test('keeps the wiring of @botanu/sdk: the first event enables it', async () => {
    const program = `import { event } from '@botanu/sdk'; event(${OPTIONS}, () => undefined);`;
    const output = await consumer.run([process.execPath, await bundle('sdk', program)], {
      OTEL_TRACES_EXPORTER: 'console',
    });
    expect(output).toContain("name: 'botanu.run/Support'");
    expect(output).toContain("'botanu.run_id':");
  });

  test('keeps the wiring where @botanu/sdk is imported for it alone', async () => {
    const program = `import '@botanu/sdk'; import { event } from '@botanu/core'; event(${OPTIONS}, () => undefined);`;
    const output = await consumer.run([process.execPath, await bundle('wiring', program)], {
      OTEL_TRACES_EXPORTER: 'console',
    });
    expect(output).toContain("name: 'botanu.run/Support'");
  });

  test('has no metrics of its own in it: one warning, and spans as ever', async () => {
    const receiver = await startOtlpReceiver();
    try {
      const program = `
        import { disable, enable, event } from '@botanu/sdk';
        enable();
        console.log(event(${OPTIONS}, () => 'done'));
        void disable();
      `;
      const bundled = await bundle('metrics', program);
      const run = (environment: Readonly<Record<string, string>>) =>
        runProgram([process.execPath, bundled], {
          folder: consumer.folder,
          environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment },
        });
      const result = await run({ BOTANU_METRICS_ENABLED: 'true' });
      expect(result).toMatchObject({ exitCode: 0, output: 'done\n' });
      expect(result.errors.trim().split('\n')).toEqual([
        expect.stringMatching(
          /^botanu BOTANU_INVALID_CONFIGURATION: metrics cannot be exported .* spans are\./,
        ),
      ]);
      expect(receiver.spans.map((span) => span.name)).toEqual(['botanu.run/Support']);
      expect(receiver.metrics).toEqual([]);
      expect(await run({})).toMatchObject({ exitCode: 0, errors: '' });
    } finally {
      await receiver.close();
    }
  });

  test('keeps @botanu/sdk/register', async () => {
    const bundled = await bundle('register', "import '@botanu/sdk/register';");
    expect(readFileSync(bundled, 'utf8')).toContain(BOOTSTRAP);
  });

  test('brings nothing of the bootstrap along with @botanu/core, which works without it', async () => {
    const program = `import { event } from '@botanu/core'; console.log(event(${OPTIONS}, () => 'done'));`;
    const bundled = await bundle('core', program);
    const code = readFileSync(bundled, 'utf8');
    expect(code).toContain(EVENT);
    expect(code).not.toContain(BOOTSTRAP);
    expect(code).not.toContain(OPENTELEMETRY_SDK);
    expect(await consumer.run([process.execPath, bundled])).toBe('done\n');
  });

  test('drops event where only getRunId is used', async () => {
    const bundled = await bundle(
      'get-run-id',
      "import { getRunId } from '@botanu/core'; console.log(getRunId());",
    );
    expect(readFileSync(bundled, 'utf8')).not.toContain(EVENT);
    expect(await consumer.run([process.execPath, bundled])).toBe('undefined\n');
  });

  test.each(['@botanu/core', '@botanu/data', '@botanu/llm', '@botanu/pii', '@botanu/processors'])(
    'drops %s where nothing of it is used',
    async (packageName) => {
      const bundled = await bundle(
        `unused-${packageName.slice('@botanu/'.length)}`,
        `import '${packageName}';`,
      );
      expect(readFileSync(bundled, 'utf8')).not.toMatch(/botanu\.|\[REDACTED/);
    },
  );
});
