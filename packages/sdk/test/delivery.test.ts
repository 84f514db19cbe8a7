import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

jest.setTimeout(40_000);

let receiver: OtlpReceiver;
let spool: string;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
  spool = mkdtempSync(join(tmpdir(), 'botanu-sdk-'));
});
afterEach(async () => {
  await receiver.close();
  rmSync(spool, { recursive: true, force: true });
});

const TICKETS = `
  for (let index = 0; index < 100; index += 1) {
    event({ eventId: 'ticket ' + index, customerId: 'acme', workflow: 'Support' }, () => {});
  }
`;

const eventIds = () => receiver.spans.map(({ attributes }) => attributes['botanu.event_id']).sort();
const allEventIds = Array.from({ length: 100 }, (_, index) => `ticket ${index}`).sort();

it('a script that just ends, without disable(), loses nothing', async () => {
  const result = await runSource(`import { event } from '@botanu/sdk'; ${TICKETS}`, {
    environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url },
  });
  expect(result).toMatchObject({ exitCode: 0, errors: '' });
  expect(eventIds()).toEqual(allEventIds);
});

it('BOTANU_SPOOL_DIR keeps what could not be sent before process.exit(), for the next process', async () => {
  const environment = { BOTANU_COLLECTOR_ENDPOINT: receiver.url, BOTANU_SPOOL_DIR: spool };
  const source = `import { event } from '@botanu/sdk'; ${TICKETS} process.exit(3);`;
  expect(await runSource(source, { environment })).toMatchObject({ exitCode: 3, errors: '' });
  expect(eventIds()).toEqual([]);
  const next = await runSource("import { enable } from '@botanu/sdk'; enable();", { environment });
  expect(next.exitCode).toBe(0);
  expect(eventIds()).toEqual(allEventIds);
});

it('getDeliveryStats() has the account, also after disable()', async () => {
  const result = await runSource(
    `
      import { disable, enable, event, getDeliveryStats } from '@botanu/sdk';
      enable({ spool: { dir: process.env.SPOOL } });
      ${TICKETS}
      await disable();
      console.log(JSON.stringify(getDeliveryStats()));
    `,
    { environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url, SPOOL: spool } },
  );
  expect(JSON.parse(result.output.split('\n').at(-2) ?? '')).toMatchObject({
    created: 100,
    delivered: 100,
    dropped: {},
  });
});

it('disable() removes every listener of the process', async () => {
  const result = await runSource(
    `
      import { disable, enable } from '@botanu/sdk';
      const names = ['beforeExit', 'exit', 'SIGTERM', 'SIGINT'];
      const count = () => names.map((name) => process.listenerCount(name)).join();
      const before = count();
      enable();
      const during = count();
      await disable();
      console.log(during !== before, count() === before);
    `,
    { environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url } },
  );
  expect(result.output).toContain('true true');
});

it('a spool that cannot be is refused at once, by name', async () => {
  const result = await runSource(
    `
      import { enable, isEnabled } from '@botanu/sdk';
      try {
        enable({ spool: { dir: '', maxBytes: 1 } });
      } catch (error) {
        console.log(error.name, error.message, isEnabled());
      }
    `,
  );
  expect(result.output).toMatch(
    /^ConfigurationError .*spool\.maxBytes is 1.*\n.*spool\.dir is not the path of a folder.* false\n$/s,
  );
});

it.each([
  ['an OTEL_ endpoint takes the OTEL_ headers', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'one two'],
  ['any other endpoint does not', 'BOTANU_COLLECTOR_ENDPOINT', undefined],
])('%s', async (_, variable, expected) => {
  await runSource(`import { event } from '@botanu/sdk'; ${TICKETS}`, {
    environment: {
      [variable]: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-generic=one%20two,x-both=generic',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-both=traces',
    },
  });
  expect(receiver.requests[0]?.headers['x-generic']).toBe(expected);
  expect(receiver.requests[0]?.headers['x-both']).toBe(expected === undefined ? undefined : 'traces');
});
