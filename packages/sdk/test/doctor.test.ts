import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runProgram } from '@botanu-tooling/run-program';
import type { Diagnosis } from '../src/doctor/diagnosis';

const PACKAGE_FOLDER = join(__dirname, '..');
const CLI = join(PACKAGE_FOLDER, 'dist/cli.mjs');
const KEY = 'bk_live_s3cr3t';

// Two processes, one inside the other, start slowly on a busy machine.
jest.setTimeout(60_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

function doctor(arguments_: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return runProgram([process.execPath, CLI, 'doctor', ...arguments_], {
    folder: PACKAGE_FOLDER,
    environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url, ...environment },
  });
}

async function diagnosisOf(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Diagnosis & { processExitCode: number | null }> {
  const result = await doctor(['--json', ...(command.length > 0 ? ['--', ...command] : [])], environment);
  expect(result.output + result.errors).not.toMatch(/s3cr3t/);
  return { ...(JSON.parse(result.output) as Diagnosis), processExitCode: result.exitCode };
}

const node = (source: string, type = 'module') => [
  process.execPath,
  `--input-type=${type}`,
  '--eval',
  source,
];

const BODY = `
  const server = createServer((request, response) => response.end('ok')).listen(0, '127.0.0.1');
  server.once('listening', async () => {
    await event({ eventId: 'e', customerId: 'c', workflow: 'w' }, async () => {
      await (await fetch('http://127.0.0.1:' + server.address().port)).text();
      await fetch('http://collector.invalid/').catch(() => {});
    });
    server.close();
  });
`;

describe('npx @botanu/sdk doctor', () => {
  it('says for an empty program what is set and by whom, and that a test span arrives, without secrets', async () => {
    const result = await doctor([], {
      BOTANU_API_KEY: KEY,
      BOTANU_EXPORT_SCOPE: 'runs',
      BOTANU_COLLECTOR_ENDPOINT: receiver.url.replace('://', '://ann:s3cr3t@'),
    });
    expect(result.output).toMatch(/apiKey +\[REDACTED\] {2}\(BOTANU_API_KEY\)/);
    expect(result.output).toMatch(/exportScope +runs {2}\(BOTANU_EXPORT_SCOPE\)/);
    expect(result.output).toMatch(/maxQueueSize +65536 {2}\(default\)/);
    expect(result.output).toContain('trustInbound is true');
    expect(result.output).toMatch(/test span +delivered/);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/botanu.doctor']);
    expect(result.output + result.errors).not.toMatch(/s3cr3t|ann:/);
  });

  it('is content where all is well: exit code 0, and the span is at the collector', async () => {
    const result = await doctor([]);
    expect(result).toMatchObject({ exitCode: 0, errors: '' });
    expect(result.output).toMatch(/mode +standalone/);
    expect(result.output).toMatch(/context manager +AsyncLocalStorageContextManager/);
    expect(result.output).toMatch(/propagators +W3CTraceContextPropagator, W3CBaggagePropagator/);
    expect(result.output).toMatch(/API copy +1\.9\.1 loaded: /);
    expect(result.output).toMatch(/test span +delivered/);
    expect(result.output).toContain('All is well');
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.doctor']);
  });

  it.each([
    ['module', `import { createServer } from 'node:http'; import { event } from '@botanu/sdk'; ${BODY}`],
    [
      'commonjs',
      `const { createServer } = require('node:http'); const { event } = require('@botanu/sdk'); ${BODY}`,
    ],
  ])('looks into a command until it ends (%s)', async (type, source) => {
    const diagnosis = await diagnosisOf(node(source, type));
    expect(diagnosis).toMatchObject({
      processExitCode: 0,
      isHealthy: true,
      problems: [],
      exitCode: 0,
      isEnabled: true,
      contextManager: 'AsyncLocalStorageContextManager',
      propagators: ['W3CTraceContextPropagator', 'W3CBaggagePropagator'],
      report: { mode: 'standalone', endpoint: `${receiver.url}/v1/traces` },
      reachability: { endpoint: `${receiver.url}/v1/traces`, isReachable: true },
      testSpan: 'delivered',
      propagation: { '127.0.0.1': { sent: 1, heldBack: 0 }, 'collector.invalid': { sent: 0, heldBack: 1 } },
    });
    expect(diagnosis.report?.instrumentations).toEqual(
      expect.arrayContaining([
        '@opentelemetry/instrumentation-http',
        '@opentelemetry/instrumentation-undici',
      ]),
    );
    expect(diagnosis.configuration).toContainEqual({
      name: 'otlpEndpoint',
      value: `${receiver.url}/v1/traces`,
      source: 'BOTANU_COLLECTOR_ENDPOINT',
    });
    expect(diagnosis.apiCopies).toMatchObject([{ version: '1.9.1', isLoaded: true }]);
    expect(receiver.spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['botanu.doctor', 'botanu.run/w']),
    );
  });

  it('sees a process that a signal ends', async () => {
    const diagnosis = await diagnosisOf(
      node("setInterval(() => {}, 1000); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500);"),
    );
    expect(diagnosis).toMatchObject({ exitCode: 137, isEnabled: true, processExitCode: 0 });
  });

  it('says so when the command goes wrong, and passes its output on', async () => {
    const result = await doctor(['--', ...node("console.log('hello'); process.exitCode = 3;")]);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.output).toContain('hello\n');
    expect(result.output).toContain('the command ended with exit code 3.');
    expect(await diagnosisOf(['no-such-program'])).toMatchObject({
      processExitCode: 1,
      problems: ['no-such-program cannot be started.', expect.stringContaining('said anything')],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'nobody listens',
      { BOTANU_COLLECTOR_ENDPOINT: 'http://127.0.0.1:9' },
      'nothing answers at http://127.0.0.1:9/v1/traces (ECONNREFUSED)',
    ],
    [
      'settings cannot be used',
      { BOTANU_MODE: 'join', BOTANU_API_KEY: 's3cr3t key' },
      'mode: BOTANU_MODE is "join"',
    ],
    [
      'a variable does not exist',
      { BOTANU_MDOE: 'auto' },
      'BOTANU_UNKNOWN_SETTING: the variable BOTANU_MDOE does not exist; it is ignored. Is it BOTANU_MODE?',
    ],
    [
      'the key is withheld',
      { BOTANU_API_KEY: KEY, BOTANU_COLLECTOR_ENDPOINT: 'http://collector.invalid' },
      'BOTANU_CREDENTIALS_WITHHELD',
    ],
    ['OpenTelemetry is switched off', { OTEL_SDK_DISABLED: 'true' }, 'botanu is not enabled'],
  ])('ends with 1 where %s', async (_, environment, problem) => {
    const diagnosis = await diagnosisOf([], environment);
    expect(diagnosis).toMatchObject({ processExitCode: 1, isHealthy: false });
    expect(diagnosis.problems.join('\n')).toContain(problem);
  });

  it('ends with 1 where the collector refuses the test span', async () => {
    receiver.misbehaveAlways({ type: 'status', status: 401 });
    const diagnosis = await diagnosisOf([]);
    expect(diagnosis).toMatchObject({ processExitCode: 1, testSpan: 'lost' });
    expect(diagnosis.problems.join('\n')).toContain('was not delivered');
  });

  it('explains itself, and refuses what it does not understand', async () => {
    const run = (...arguments_: string[]) =>
      runProgram([process.execPath, CLI, ...arguments_], { folder: PACKAGE_FOLDER });
    expect(await run()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('Usage: npx @botanu/sdk doctor'),
    });
    expect(await run('doctor', '--yaml')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('Usage'),
    });
    expect(await run('doctor', '--')).toMatchObject({ exitCode: 2 });
  });
});
