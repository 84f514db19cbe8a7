import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

jest.setTimeout(60_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const NAMES = 'Ada Lovelace from London wrote to bob@example.org.';

/** As if it were not installed; what is asked for is written down. */
const WITHOUT_THE_PACKAGE = `
  const Module = require('node:module');
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...others) {
    if (request === '@botanu/pii-nlp') {
      console.log('asked for ' + request);
      request = '@botanu/not-there';
    }
    return resolve.call(this, request, ...others);
  };
`;

async function capture(options: string, { preamble = '', environment = {} } = {}) {
  const result = await runSource(
    `
      ${preamble}
      const { disable, enable, event } = require('@botanu/sdk');
      enable(${options});
      for (const eventId of ['e1', 'e2']) {
        event({ eventId, customerId: 'acme', workflow: 'Support' }, () => '${NAMES}');
      }
      disable();
    `,
    { type: 'commonjs', environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url, ...environment } },
  );
  expect(result).toMatchObject({ exitCode: 0 });
  return {
    ...result,
    contents: receiver.spans.map(({ attributes }) => attributes['botanu.eval.output_content']),
  };
}

describe('pii.useNlp', () => {
  it('takes names out of content, beside what the patterns find', async () => {
    const { contents, errors } = await capture('{ contentCaptureRate: 1, pii: { useNlp: true } }');
    expect(contents).toEqual(Array(2).fill('[REDACTED] from [REDACTED] wrote to [REDACTED].'));
    expect(errors).toBe('');
  });

  it('is switched on by BOTANU_PII_USE_NLP as well, which the option beats', async () => {
    const environment = { BOTANU_PII_USE_NLP: 'true', BOTANU_CONTENT_CAPTURE_RATE: '1' };
    const { contents } = await capture('', { environment });
    expect(contents[0]).toBe('[REDACTED] from [REDACTED] wrote to [REDACTED].');
    receiver.reset();
    const without = await capture('{ pii: { useNlp: false } }', { environment });
    expect(without.contents[0]).toBe('Ada Lovelace from London wrote to [REDACTED].');
  });

  it('warns once where the package is missing, and the patterns go on', async () => {
    const { contents, errors } = await capture('{ contentCaptureRate: 1, pii: { useNlp: true } }', {
      preamble: WITHOUT_THE_PACKAGE,
    });
    expect(contents).toEqual(Array(2).fill('Ada Lovelace from London wrote to [REDACTED].'));
    expect(errors.match(/BOTANU_NLP_UNAVAILABLE/g)).toHaveLength(1);
    expect(errors).toContain('(MODULE_NOT_FOUND)');
  });

  it('loads nothing where it is off', async () => {
    const { output, errors } = await capture('{ contentCaptureRate: 1 }', { preamble: WITHOUT_THE_PACKAGE });
    expect([output, errors]).toEqual(['', '']);
  });

  it('refuses what is neither true nor false', async () => {
    const { errors, exitCode } = await runSource("import { enable } from '@botanu/sdk'; enable();", {
      environment: { BOTANU_PII_USE_NLP: 'yes' },
    });
    expect(errors).toContain(
      'BOTANU_PII_USE_NLP is "yes", which is not supported. Write one of: true, false.',
    );
    expect(exitCode).toBe(1);
  });
});
