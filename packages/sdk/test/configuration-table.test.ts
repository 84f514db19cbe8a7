import { resolveConfiguration } from '../src/configuration';
import { ConfigurationError } from '../src/configuration-error';
import { readConfigurationFile } from '../src/configuration-file';
import { OPTION_NAMES, type OptionName, rowOf } from '../src/configuration-table';
import { Settings } from '../src/settings';
import { withFiles } from './configuration-file-helper';
import { variablesOf } from './generators/descriptions';
import { SAMPLE_VARIABLES, SAMPLES } from './samples';

/** It says `false`, or leaves it to others. */
const SWITCH = 'BOTANU_AUTO_INSTRUMENTATION';

const NOTHING = { options: {}, environment: {}, file: undefined };

const optionsWith = (name: string, value: unknown): object =>
  name
    .split('.')
    .reverse()
    .reduce((inner, key) => ({ [key]: inner }), value as object);

const yamlWith = (key: string, value: string): string =>
  `${key
    .split('.')
    .map((part, depth) => `${'  '.repeat(depth)}${part}:`)
    .join('\n')} ${value}\n`;

/** A scrubber that is switched off, and a spool without a folder, are no configuration by themselves. */
const COMPANIONS: Partial<Record<OptionName, object>> = {
  'spool.maxBytes': { spool: { dir: '/var/spool/desk' } },
};

const refusalOf = (resolve: () => unknown): ConfigurationError => {
  try {
    resolve();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error('nothing was refused');
};

describe.each(OPTION_NAMES.map((name) => ({ name, row: rowOf(name), sample: SAMPLES[name] })))(
  '$name',
  ({ name, row, sample }) => {
    const fromFile = (value: string, environment = {}) =>
      withFiles({ 'botanu.yaml': yamlWith(row.yaml ?? '', value) }, (folder) =>
        readConfigurationFile(undefined, { ...SAMPLE_VARIABLES, ...environment }, folder),
      );

    it('is what its default says where nobody sets it', () => {
      const settings = new Settings(NOTHING);
      expect(settings.get(name)).toEqual(row.defaultValue);
      expect(settings.originOf(name)).toEqual({ kind: 'default' });
    });

    it('is an option', () => {
      const settings = new Settings({ ...NOTHING, options: optionsWith(name, sample.option) });
      expect(settings.get(name)).toEqual(sample.resolved);
      expect(settings.originOf(name)).toEqual({ kind: 'option', name });
      expect(settings.problems).toEqual([]);
    });

    for (const variable of variablesOf(name))
      it(`is read from ${variable}`, () => {
        const isSwitch = variable === SWITCH;
        const environment = { [variable]: isSwitch ? 'FALSE' : ` ${sample.text} ` };
        const settings = new Settings({ ...NOTHING, environment });
        expect(settings.get(name)).toEqual(isSwitch ? false : sample.resolved);
        expect(settings.originOf(name)).toEqual({ kind: 'variable', name: variable });
        expect(new Settings({ ...NOTHING, environment: { [variable]: ' ' } }).get(name)).toEqual(
          row.defaultValue,
        );
      });

    if (row.yaml !== undefined) {
      it(`is read from ${row.yaml} in a file`, () => {
        const file = fromFile(sample.yaml ?? sample.text ?? '');
        const settings = new Settings({ ...NOTHING, file });
        expect(settings.problems).toEqual([]);
        expect(file?.warnings).toEqual([]);
        expect(settings.get(name)).toEqual(sample.resolved);
        const line = row.yaml?.split('.').length;
        expect(settings.originOf(name)).toEqual({ kind: 'file', path: 'botanu.yaml', line, key: row.yaml });
      });

      it('code beats the environment, which beats the file', () => {
        const file = fromFile(sample.yaml ?? sample.text ?? '');
        const [variable] = variablesOf(name);
        const environment =
          variable === undefined ? {} : { [variable]: variable === SWITCH ? 'true' : (sample.text ?? '') };
        const options = optionsWith(name, sample.option);
        expect(new Settings({ options, environment, file }).originOf(name).kind).toBe('option');
        expect(new Settings({ options: {}, environment, file }).originOf(name).kind).toBe(
          variable === undefined || variable === SWITCH ? 'file' : 'variable',
        );
      });
    }

    it('is refused in code where it cannot be used, by name, with what may be written', () => {
      const options = { ...COMPANIONS[name], ...optionsWith(name, sample.badOption) };
      const { message, problems } = refusalOf(() => resolveConfiguration(options, {}));
      const group = name.split('.')[0] as string;
      expect(problems.map(({ key }) => key.split('.')[0])).toContain(group);
      expect(message).toMatch(/Write |Make one with|no pattern is called/);
    });

    if (sample.badText !== undefined) {
      it.each(variablesOf(name))('is refused in %s where it cannot be used', (variable) => {
        // OpenTelemetry's headers are read with an endpoint of OpenTelemetry's alone.
        const environment = {
          OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
          [variable]: sample.badText,
        };
        const { message } = refusalOf(() => resolveConfiguration({ ...COMPANIONS[name] }, environment));
        expect(message).toMatch(name.startsWith('pii.') ? /pii|BOTANU/ : variable);
      });
    }
  },
);

it('names every problem at once: its key, its source, and what is allowed', () => {
  const yaml =
    'mode: atach\nexport:\n  scope: everything\n  delay_ms: soon\neval:\n  content_max_chars: 7.5\n';
  const error = withFiles({ 'config/botanu.yml': yaml }, (folder) =>
    refusalOf(() =>
      resolveConfiguration(
        { maxQueueSize: 0, enrichExisting: 'false' as never },
        { BOTANU_METRICS_ENABLED: 'abc', BOTANU_CONTENT_CAPTURE_RATE: '2', OTEL_TRACES_EXPORTER: 'zipkin' },
        { folder },
      ),
    ),
  );
  expect(error.message.split('\n')).toEqual([
    '9 settings cannot be used:',
    '- tracesExporter: OTEL_TRACES_EXPORTER is "zipkin", which is not supported. Write one of: otlp, console, none.',
    '- maxQueueSize is 0, which is not supported. Write a whole number from 1 to 2147483647.',
    '- scheduleDelayMs: export.delay_ms (config/botanu.yml:4) is "soon", which is not supported. Write a whole number from 1 to 2147483647.',
    '- contentCaptureRate: BOTANU_CONTENT_CAPTURE_RATE is "2", which is not supported. Write a number from 0 (nothing) to 1 (everything).',
    '- contentMaxChars: eval.content_max_chars (config/botanu.yml:6) is 7.5, which is not supported. Write a whole number from 1 to 2147483647.',
    '- metrics: BOTANU_METRICS_ENABLED is "abc", which is not supported. Write one of: true, false.',
    '- mode: mode (config/botanu.yml:1) is "atach", which is not supported. Write one of: auto, standalone, attach, parallel.',
    '- exportScope: export.scope (config/botanu.yml:3) is "everything", which is not supported. Write one of: all, runs.',
    '- enrichExisting is "false", which is not supported. Write one of: true, false.',
  ]);
});

it('refuses a group that is no object', () => {
  expect(() => resolveConfiguration({ pii: 'off' as never, spool: ['/var/spool'] as never }, {})).toThrow(
    '- pii is no object. Write one with: enabled, disablePatterns,',
  );
  expect(resolveConfiguration({ pii: undefined, spool: null as never }, {}).spool).toBeUndefined();
});

describe('what does not exist', () => {
  const warningsOf = (options: object, environment = {}, files = {}) =>
    withFiles(files, (folder) =>
      resolveConfiguration(options, environment, { folder }).notices.map(({ code, message }) => {
        expect(code).toBe('BOTANU_UNKNOWN_SETTING');
        return message;
      }),
    );

  it('is warned about with the nearest name: options, variables and keys', () => {
    const options = { servicename: 'desk', pii: { disabledPatterns: [] }, configFile: '', wholly: 'other' };
    const environment = {
      BOTANU_COLLECTOR_ENDPIONT: 'http://x',
      BOTANU_CONFIG_FILE: '',
      MY_BOTANU_THING: '1',
    };
    const files = { 'botanu.yaml': 'otlp:\n  endpont: x\nservices: 1\n' };
    expect(warningsOf(options, environment, files)).toEqual([
      'enable() has no option "servicename"; it is ignored. Is it serviceName?',
      'enable() has no option "pii.disabledPatterns"; it is ignored. Is it pii.disablePatterns?',
      'enable() has no option "wholly"; it is ignored.',
      'the variable BOTANU_COLLECTOR_ENDPIONT does not exist; it is ignored. Is it BOTANU_COLLECTOR_ENDPOINT?',
      'botanu.yaml:2 has a key "otlp.endpont", which does not exist. Is it otlp.endpoint?',
      'botanu.yaml:3 has a key "services", which does not exist. Is it service?',
    ]);
  });

  it('is not what Kubernetes sets for a service of that name', () => {
    const environment = {
      BOTANU_COLLECTOR_SERVICE_HOST: '10.0.0.7',
      BOTANU_COLLECTOR_SERVICE_PORT: '4318',
      BOTANU_COLLECTOR_SERVICE_PORT_OTLP_HTTP: '4318',
      BOTANU_COLLECTOR_PORT: 'tcp://10.0.0.7:4318',
      BOTANU_COLLECTOR_PORT_4318_TCP: 'tcp://10.0.0.7:4318',
      BOTANU_COLLECTOR_PORT_4318_TCP_ADDR: '10.0.0.7',
    };
    expect(warningsOf({}, environment)).toEqual([]);
  });
});
