import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import fc from 'fast-check';
import { type EnableOptions, resolveConfiguration } from '../src/configuration';
import { reasonToWithholdKey } from '../src/credentials';
import { toConfig } from '../src/described-settings';
import { withFiles } from './configuration-file-helper';
import { runSource } from './run-source';

// Processes start slowly on a busy machine.
jest.setTimeout(40_000);

const KEY = 'bk_live_s3cr3t';

const resolveWith = (
  options: EnableOptions,
  environment: Readonly<Record<string, string>> = {},
  isTraced = false,
) => resolveConfiguration({ apiKey: KEY, ...options }, environment, { isTraced });

const bearer = `Bearer ${KEY}`;

describe('the API key', () => {
  it.each([
    'https://botanu.ai',
    'https://ingest.botanu.ai:4318',
    'https://eu.ingest.botanu.ai/v1/traces',
    'https://INGEST.BOTANU.AI',
    'https://user:pass@ingest.botanu.ai',
    'http://localhost:4318',
    'https://localhost:4318',
    'http://127.0.0.1:4318',
    'http://127.8.9.1:4318',
    'http://127.1:4318',
    'http://[::1]:4318',
    'http://0.0.0.0:4318',
  ])('goes to %s', (otlpEndpoint) => {
    const { otlpHeaders, notices } = resolveWith({ otlpEndpoint });
    expect(otlpHeaders.reveal()).toEqual({ authorization: bearer });
    expect(notices.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    ['https://evil-botanu.ai', 'neither botanu.ai nor a subdomain'],
    ['https://botanu.ai.evil.com', 'neither botanu.ai nor a subdomain'],
    ['https://botanu.ai@evil.com', 'evil.com is neither'],
    ['https://botanu.ai%40evil.com@evil.com', 'evil.com is neither'],
    ['https://evil.com/botanu.ai', 'evil.com is neither'],
    ['https://evil.com#.botanu.ai', 'evil.com is neither'],
    ['https://evil.com?x=.botanu.ai', 'evil.com is neither'],
    ['https://evil.com\\@botanu.ai', 'evil.com is neither'],
    ['https://botanu.aı', 'xn--'],
    ['https://bоtanu.ai', 'xn--'],
    ['https://ingest.bоtanu.ai', 'xn--'],
    ['https://botanu.ai.', 'neither'],
    ['https://notbotanu.ai', 'neither'],
    ['http://ingest.botanu.ai:4318', 'not reached over https'],
    ['http://botanu.ai', 'not reached over https'],
    ['http://10.0.0.7:4318', 'neither'],
    ['http://collector:4318', 'neither'],
    ['http://localhost.evil.com', 'neither'],
    ['http://127.0.0.1.evil.com', 'neither'],
    ['http://128.0.0.1', 'neither'],
    ['http://[::2]', 'neither'],
  ])('does not go to %s, and one error line says why', (otlpEndpoint, reason) => {
    const { otlpHeaders, notices } = resolveWith({ otlpEndpoint });
    expect(otlpHeaders.reveal()).toEqual({});
    const errors = notices.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'BOTANU_CREDENTIALS_WITHHELD' });
    expect(errors[0]?.message).toContain(reason);
    expect(errors[0]?.message).not.toContain(KEY);
  });

  it('goes to no host but those, whatever the URL', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,5}$/);
    const piece = fc.constantFrom(
      'botanu.ai',
      '.',
      '@',
      ':',
      '-',
      'evil',
      '.com',
      '/',
      'localhost',
      '127.0.0.1',
    );
    const urls = fc
      .tuple(
        fc.constantFrom('http://', 'https://'),
        fc.array(fc.oneof(part, piece), { minLength: 1, maxLength: 6 }),
      )
      .map(([scheme, parts]) => scheme + parts.join(''))
      .filter((url) => URL.canParse(url));
    fc.assert(
      fc.property(urls, (text) => {
        const url = new URL(text);
        const labels = url.hostname.split('.').reverse();
        const isOurs = labels[0] === 'ai' && labels[1] === 'botanu' && url.protocol === 'https:';
        const isHere = url.hostname === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
        expect(reasonToWithholdKey(url) === undefined).toBe(isOurs || isHere || url.hostname === '0.0.0.0');
      }),
    );
  });

  it('does not take the place of an Authorization header that was set for the endpoint', () => {
    const { otlpHeaders, notices } = resolveWith({
      otlpEndpoint: 'http://localhost:4318',
      otlpHeaders: { Authorization: 'Basic x' },
    });
    expect(otlpHeaders.reveal()).toEqual({ Authorization: 'Basic x' });
    expect(notices).toMatchObject([{ level: 'error', message: expect.stringContaining('of its own') }]);
  });
});

describe('the endpoint', () => {
  it('is the ingest host with an API key, else this machine', () => {
    expect(resolveWith({}).tracesUrl).toBe('https://ingest.botanu.ai:4318/v1/traces');
    expect(resolveConfiguration({}, {}).tracesUrl).toBe('http://localhost:4318/v1/traces');
    expect(resolveConfiguration({}, { BOTANU_API_KEY: KEY }).otlpHeaders.reveal()).toEqual({
      authorization: bearer,
    });
  });

  it('loses user and password, and says so without them', () => {
    const { tracesUrl, notices } = resolveConfiguration({ otlpEndpoint: 'https://ann:s3cr3t@host/base' }, {});
    expect(tracesUrl).toBe('https://host/base/v1/traces');
    expect(notices).toMatchObject([{ level: 'warn', code: 'BOTANU_CREDENTIALS_WITHHELD' }]);
    expect(JSON.stringify(notices)).not.toMatch(/ann|s3cr3t/);
  });

  it.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    '%s belongs to the pipeline that is there, where there is an API key; that is said',
    (variable) => {
      const environment = {
        [variable]: 'https://otel.vendor.example',
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=theirs',
        OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/file',
      };
      const { tracesUrl, otlpHeaders, otel, notices } = resolveWith({}, environment, true);
      expect(tracesUrl).toBe('https://ingest.botanu.ai:4318/v1/traces');
      expect(otlpHeaders.reveal()).toEqual({ authorization: bearer });
      expect(otel).toEqual({});
      expect(notices).toMatchObject([{ level: 'info', message: expect.stringContaining(variable) }]);
    },
  );

  it('of a file is refused where it cannot be used, although the headers are decided anew', () => {
    withFiles({ 'botanu.yaml': `otlp:\n  headers:\n    x: \${ABSENT}\n` }, (folder) => {
      expect(() => resolveConfiguration({}, {}, { folder })).toThrow('the variable ABSENT, which is not set');
    });
  });

  it('does not care for headers of OpenTelemetry that are not for it', () => {
    const environment = { OTEL_EXPORTER_OTLP_HEADERS: 'abc', BOTANU_COLLECTOR_ENDPOINT: 'http://collector' };
    expect(resolveConfiguration({}, environment).otlpHeaders.reveal()).toEqual({});
  });

  it('stays where code or a variable of ours has put it', () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.vendor.example' };
    expect(resolveWith({ otlpEndpoint: 'http://mine' }, environment, true).tracesUrl).toContain(
      'http://mine',
    );
    const ours = { ...environment, BOTANU_COLLECTOR_ENDPOINT: 'http://ours' };
    expect(resolveWith({}, ours, true).tracesUrl).toContain('http://ours');
    // Without a key there is nobody else to send to.
    expect(resolveConfiguration({}, environment, { isTraced: true }).tracesUrl).toContain(
      'otel.vendor.example',
    );
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { 'api-key': 'theirs' }],
    ['BOTANU_COLLECTOR_ENDPOINT', {}],
  ])('of %s gets the headers of OpenTelemetry: %j', (variable, expected) => {
    const environment = { [variable]: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=theirs' };
    expect(resolveConfiguration({}, environment).otlpHeaders.reveal()).toEqual(expected);
  });
});

describe('secrets', () => {
  const SECRETS = /s3cr3t|ann:|theirs|kkkkkkkk/;
  const configuration = resolveConfiguration(
    {
      apiKey: KEY,
      otlpEndpoint: 'http://ann:s3cr3t@localhost:4318/?token=s3cr3t',
      otlpHeaders: { 'x-key': 's3cr3t' },
      contextKeys: ['k'.repeat(40)],
    },
    {},
  );

  it('are in no text that is made of the configuration', () => {
    expect(String(configuration.otlpHeaders)).not.toMatch(SECRETS);
    expect(JSON.stringify({ ...configuration, tracesUrl: '' })).not.toMatch(SECRETS);
    expect(inspect({ ...configuration, tracesUrl: '' }, { depth: 10, showHidden: true })).not.toMatch(
      SECRETS,
    );
    expect(configuration.otlpHeaders.reveal()['x-key']).toBe('s3cr3t');
  });

  it('are in nothing that getConfig() answers with', () => {
    const config = toConfig(configuration.settings);
    expect(JSON.stringify(config) + inspect(config, { depth: 10 })).not.toMatch(SECRETS);
    expect(config).toMatchObject({
      apiKey: '[REDACTED]',
      otlpEndpoint: 'http://localhost:4318/v1/traces',
      otlpHeaders: { 'x-key': '[REDACTED]' },
      contextKeys: ['[REDACTED]'],
      pii: { enabled: true },
    });
  });

  it.each<[EnableOptions, Record<string, string>]>([
    [{ apiKey: 's3cr3t with spaces' }, {}],
    [{}, { BOTANU_API_KEY: 's3cr3t with spaces' }],
    [{ otlpEndpoint: 's3cr3t' }, {}],
    [{ otlpEndpoint: 'ftp://ann:s3cr3t@host' }, {}],
    [{ otlpHeaders: { 'x-key': 's3cr3t\n' } }, {}],
    [{ otlpHeaders: 's3cr3t' as never }, {}],
    [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://host', OTEL_EXPORTER_OTLP_HEADERS: 's3cr3t' }],
    [{ contextKeys: ['s3cr3t'] }, {}],
    [{}, { BOTANU_CONTEXT_KEY: 's3cr3t' }],
  ])('are in no error: %j %j', (options, environment) => {
    let error: unknown;
    try {
      resolveConfiguration(options, environment);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeDefined();
    expect(
      inspect(error, { depth: 10, showHidden: true }) + String(error) + JSON.stringify(error),
    ).not.toMatch(SECRETS);
  });
});

describe('in a process', () => {
  let receiver: OtlpReceiver;
  beforeAll(async () => {
    receiver = await startOtlpReceiver();
  });
  afterAll(() => receiver.close());

  it('the key arrives, and no log, report or global shows it', async () => {
    const result = await runSource(
      `
        import { inspect } from 'node:util';
        import { diag, trace } from '@opentelemetry/api';
        import { disable, enable, event, getConfig } from '@botanu/sdk';
        const report = enable({ logLevel: 'all' });
        event({ eventId: 'e', customerId: 'c', workflow: 'w' }, () => {});
        const options = { depth: 30, showHidden: true, maxArrayLength: null };
        console.log(inspect([report, getConfig(), trace.getTracerProvider(), globalThis[Symbol.for('botanu.runtime.v1')]], options));
        console.log(JSON.stringify([report, getConfig()]), String(report));
        await disable();
      `,
      {
        environment: {
          BOTANU_API_KEY: KEY,
          BOTANU_COLLECTOR_ENDPOINT: receiver.url.replace('://', '://ann:s3cr3t@'),
          BOTANU_CONTEXT_KEY: 'k'.repeat(40),
        },
      },
    );
    expect(result.exitCode).toBe(0);
    expect(receiver.requests[0]?.headers.authorization).toBe(bearer);
    expect(result.output).toContain('[REDACTED]');
    expect(result.output + result.errors).not.toMatch(/s3cr3t|ann:|kkkkkkkk/);
  });

  it('a redirect is not followed: the key goes nowhere else', async () => {
    receiver.reset();
    const server = createServer((_, response) => {
      response.writeHead(307, { location: `${receiver.url}/v1/traces` }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const result = await runSource(
      `
        import { disable, enable, event } from '@botanu/sdk';
        enable();
        event({ eventId: 'e', customerId: 'c', workflow: 'w' }, () => {});
        await disable();
      `,
      {
        environment: {
          BOTANU_API_KEY: KEY,
          BOTANU_COLLECTOR_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        },
      },
    );
    await new Promise((resolve) => server.close(resolve));
    expect(receiver.requests).toEqual([]);
    expect(result.errors).toContain('redirects are not followed');
    expect(result.errors).not.toContain(KEY);
  });

  it('where it is withheld, one error line says so, and spans go out without it', async () => {
    receiver.reset();
    const result = await runSource(
      `
        import { enable } from '@botanu/sdk';
        console.log(JSON.stringify(enable({ tracesExporter: 'none' }).warnings));
      `,
      { environment: { BOTANU_API_KEY: KEY, BOTANU_COLLECTOR_ENDPOINT: 'http://collector.example:4318' } },
    );
    expect(result.errors.match(/BOTANU_CREDENTIALS_WITHHELD/g)).toHaveLength(1);
    expect(JSON.parse(result.output)).toMatchObject([{ code: 'BOTANU_CREDENTIALS_WITHHELD' }]);
    expect(result.output + result.errors).not.toContain(KEY);
  });

  it('--import @botanu/sdk/register with settings that cannot be used: named once, and the application runs', async () => {
    const result = await runSource(
      `
        import { event, isEnabled } from '@botanu/sdk';
        console.log(event({ eventId: 'e', customerId: 'c', workflow: 'w' }, () => 7), isEnabled());
      `,
      {
        nodeArguments: ['--import', '@botanu/sdk/register'],
        environment: {
          BOTANU_METRICS_ENABLED: 'abc',
          BOTANU_MODE: 'join',
          BOTANU_API_KEY: 's3cr3t with spaces',
        },
      },
    );
    expect(result).toMatchObject({ output: '7 false\n', exitCode: 0 });
    expect(result.errors.match(/BOTANU_INVALID_CONFIGURATION/g)).toHaveLength(1);
    expect(result.errors).toContain('3 settings cannot be used');
    expect(result.errors).not.toContain('s3cr3t');
  });
});
