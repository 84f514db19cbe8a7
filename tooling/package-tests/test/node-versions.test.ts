import { type Consumer, createConsumer } from '../src/consumer';

const CORE_ALONE = `
  const result = event({ eventId: 'e-1', customerId: 'c-1', workflow: 'Support' }, (run) => run.eventId + ' done');
  const later = event({ eventId: 'e-2', customerId: 'c-1', workflow: 'Support' }, async () => 'later');
  later.then((value) => console.log(JSON.stringify([result, value])));
`;

const WITH_SDK = `
  event({ eventId: 'e-1', customerId: 'c-1', workflow: 'Support' }, async (run) => run.runId)
    .then(async (runId) => {
      await disable();
      console.log('run id: ' + runId);
    });
`;

/** Knows nothing of the bootstrap: \`--import\` and \`--require\` bring it. */
const WITH_REGISTER = WITH_SDK.replace('await disable();', '');

const programs: Readonly<Record<string, string>> = {
  'core.mjs': `import { event } from '@botanu/core';${CORE_ALONE}`,
  'core.cjs': `const { event } = require('@botanu/core');${CORE_ALONE}`,
  'sdk.mjs': `import { disable, event } from '@botanu/sdk';${WITH_SDK}`,
  'sdk.cjs': `const { disable, event } = require('@botanu/sdk');${WITH_SDK}`,
  'registered.mjs': `import { event } from '@botanu/core';${WITH_REGISTER}`,
  'registered.cjs': `const { event } = require('@botanu/core');${WITH_REGISTER}`,
};

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer('@opentelemetry/api@1.9.1');
  for (const [name, source] of Object.entries(programs)) {
    consumer.write(name, source);
  }
  consumer.write('mine.yaml', 'service:\n  name: desk\nexport:\n  exporter: none\n');
}, 300_000);

afterAll(() => consumer.remove());

describe.each([
  ['this', undefined],
  ['22', '22.23.3'],
  ['24', '24.21.0'],
])('on Node %s', (_name, version) => {
  let node = process.execPath;

  beforeAll(async () => {
    if (version !== undefined) {
      const printPath = ['npx', '-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
      node = (await consumer.run(printPath)).trim();
      expect(await consumer.run([node, '--version'])).toBe(`v${version}\n`);
    }
  }, 300_000);

  test.each(['core.mjs', 'core.cjs'])('%s works without any SDK', async (program) => {
    expect(await consumer.run([node, program])).toBe('["e-1 done","later"]\n');
  });

  test.each(['sdk.mjs', 'sdk.cjs'])('%s records the run', async (program) => {
    expectRunSpan(await consumer.run([node, program], { OTEL_TRACES_EXPORTER: 'console' }));
  });

  test.each([
    ['--import', 'registered.mjs'],
    ['--import', 'registered.cjs'],
    ['--require', 'registered.mjs'],
    ['--require', 'registered.cjs'],
  ])('%s @botanu/sdk/register %s records the run', async (option, program) => {
    const output = await consumer.run([node, option, '@botanu/sdk/register', program], {
      OTEL_TRACES_EXPORTER: 'console',
    });
    expectRunSpan(output);
  });

  test.each(['registered.mjs', 'registered.cjs'])(
    'the doctor looks into %s, configured by a file',
    async (program) => {
      const doctor = [node, 'node_modules/@botanu/sdk/dist/cli.mjs', 'doctor', '--json', '--', node, program];
      const diagnosis = JSON.parse(await consumer.run(doctor, { BOTANU_CONFIG_FILE: 'mine.yaml' }));
      expect(diagnosis).toMatchObject({ isHealthy: true, exitCode: 0, report: { mode: 'standalone' } });
      expect(diagnosis.configuration).toContainEqual({
        name: 'serviceName',
        value: 'desk',
        source: 'service.name (mine.yaml:2)',
      });
    },
  );
});

test('npx @botanu/sdk doctor finds the command', async () => {
  const output = await consumer.run(['npx', '--no-install', '@botanu/sdk', 'doctor'], {
    OTEL_TRACES_EXPORTER: 'none',
  });
  expect(output).toContain('All is well');
});

function expectRunSpan(output: string): void {
  const runId = /^run id: (\S+)$/m.exec(output)?.[1];
  expect(runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
  expect(output).toContain("name: 'botanu.run/Support'");
  expect(output).toContain(`'botanu.run_id': '${runId}'`);
}
