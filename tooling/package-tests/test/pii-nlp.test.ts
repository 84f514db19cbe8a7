import { npmInstall, packedPackages } from '@botanu-tooling/packed-packages';
import { type Consumer, createConsumerOf } from '../src/consumer';

/** Says what would be exported, and what was warned about. */
const PROGRAM = `
  const warnings = [];
  console.error = (...texts) => warnings.push(texts.join(' '));
  const { disable, enable, event } = require('@botanu/sdk');
  enable();
  for (const eventId of ['e1', 'e2']) {
    event({ eventId, customerId: 'acme', workflow: 'Support' }, () => 'Ada Lovelace, ada@example.com');
  }
  disable().then(() => console.log(warnings.filter((text) => text.includes('BOTANU_NLP_UNAVAILABLE')).length, 'warnings'));
`;

const environment = {
  OTEL_TRACES_EXPORTER: 'console',
  BOTANU_CONTENT_CAPTURE_RATE: '1',
  BOTANU_PII_USE_NLP: 'true',
};

let consumer: Consumer;
beforeAll(async () => {
  consumer = await createConsumerOf(
    ['core', 'delivery', 'pii', 'processors', 'sdk'],
    ['@opentelemetry/api@1.9.1'],
  );
  consumer.write('program.cjs', PROGRAM);
}, 300_000);
afterAll(() => consumer.remove());

jest.setTimeout(300_000);

it('without @botanu/pii-nlp there is one warning, and the patterns go on', async () => {
  const output = await consumer.run([process.execPath, 'program.cjs'], environment);
  expect(output.match(/Ada Lovelace, \[REDACTED\]/g)).toHaveLength(2);
  expect(output).toContain('1 warnings');
});

it('once it is installed, names are found', async () => {
  await npmInstall(consumer.folder, packedPackages(['pii-nlp', 'pii']));
  const output = await consumer.run([process.execPath, 'program.cjs'], environment);
  expect(output.match(/\[REDACTED\], \[REDACTED\]/g)).toHaveLength(2);
  expect(output).toContain('0 warnings');
});
