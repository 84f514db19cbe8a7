import { join } from 'node:path';
import { type EnableOptions, resolveConfiguration } from '../src/configuration';
import { readConfigurationFile } from '../src/configuration-file';
import { folderWith, withFiles } from './configuration-file-helper';
import { runSource } from './run-source';

// Processes start slowly on a busy machine.
jest.setTimeout(40_000);

const serviceName = (text: string) => `service:\n  name: ${text}\n`;

const resolveWith = (
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  options: EnableOptions = {},
) => withFiles(files, (folder) => resolveConfiguration(options, environment, { folder }));

describe('the file', () => {
  const files = {
    'given.yaml': serviceName('given'),
    'named.yaml': serviceName('named'),
    'botanu.yaml': serviceName('first'),
    'botanu.yml': serviceName('second'),
    'config/botanu.yaml': serviceName('third'),
    'config/botanu.yml': serviceName('fourth'),
  };

  it('is the one that code names, else the one in BOTANU_CONFIG_FILE, else the first that there is', () => {
    const environment = { BOTANU_CONFIG_FILE: 'named.yaml' };
    expect(resolveWith(files, environment, { configFile: 'given.yaml' }).serviceName).toBe('given');
    expect(resolveWith(files, environment).serviceName).toBe('named');
    const remaining: Record<string, string> = { ...files };
    for (const [name, expected] of [
      ['botanu.yaml', 'first'],
      ['botanu.yml', 'second'],
      ['config/botanu.yaml', 'third'],
      ['config/botanu.yml', 'fourth'],
    ] as const) {
      expect(resolveWith(remaining).serviceName).toBe(expected);
      delete remaining[name];
    }
    expect(resolveWith(remaining).serviceName).toBeUndefined();
  });

  it('may be named by an absolute path', () => {
    withFiles(files, (folder) => {
      const configFile = join(folder, 'given.yaml');
      expect(resolveConfiguration({ configFile }, {}).serviceName).toBe('given');
    });
  });

  it('has to be there where it is named', () => {
    expect(() => resolveWith({}, {}, { configFile: 'absent.yaml' })).toThrow(
      'configFile: absent.yaml cannot be read (ENOENT). Write the path of a YAML file.',
    );
    expect(() => resolveWith({}, { BOTANU_CONFIG_FILE: 'absent.yaml' })).toThrow(
      'absent.yaml cannot be read',
    );
  });

  it('may be empty, or hold comments alone', () => {
    expect(resolveWith({ 'botanu.yaml': '' }).mode).toBe('auto');
    expect(resolveWith({ 'botanu.yaml': '# nothing\n' }).mode).toBe('auto');
    expect(resolveWith({ 'botanu.yaml': 'export:\nservice:\n  name:\n' }).serviceName).toBeUndefined();
  });

  it.each([
    ['mode: [auto', 'configFile: botanu.yaml:1 is not valid YAML'],
    ['mode: auto\nmode: attach\n', 'botanu.yaml:2 is not valid YAML (DUPLICATE_KEY)'],
    ['api_key: "sk-secret\n', 'is not valid YAML'],
    ['- auto\n', 'botanu.yaml:1 is not a mapping of keys to values'],
    ['export: all\n', 'export (botanu.yaml:1) is not a mapping. Write below it: exporter, queue_size'],
    ['\n\nservice:\n  version: 1.0\n', 'serviceVersion: service.version (botanu.yaml:4) is 1, which'],
    ['mode: !!js/function "x"\nlog_level: &a [*a]\n', 'botanu.yaml:'],
  ])('%j is refused with its line, and nothing of it is quoted', (text, message) => {
    const resolve = () => resolveWith({ 'botanu.yaml': text });
    expect(resolve).toThrow(message);
    expect(resolve).not.toThrow('secret');
  });

  it('cannot reach the prototype of anything', () => {
    const file = withFiles({ 'botanu.yaml': '__proto__:\n  polluted: 1\nconstructor: 2\n' }, (folder) =>
      readConfigurationFile(undefined, {}, folder),
    );
    expect(file?.warnings).toHaveLength(2);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('variables in a file', () => {
  const nameOf = (text: string, environment = {}) =>
    resolveWith({ 'botanu.yaml': serviceName(text) }, environment).serviceName;

  it.each([
    [`\${NAME}`, { NAME: 'desk' }, 'desk'],
    [`a-\${NAME}-\${OTHER:-z}`, { NAME: 'desk' }, 'a-desk-z'],
    [`\${NAME:-fallback}`, {}, 'fallback'],
    [`\${NAME:-fallback}`, { NAME: '' }, 'fallback'],
    [`\${NAME:-}`, {}, undefined],
    [`$$\{NAME}`, { NAME: 'desk' }, `\${NAME}`],
    [`"\${NAME}"`, { NAME: '{ a: *b }\nmode: attach' }, '{ a: *b }\nmode: attach'],
  ])('%s with %j is %s', (text, environment, expected) => {
    expect(nameOf(text, environment)).toBe(expected);
  });

  it('are read as strictly as variables elsewhere', () => {
    const yaml = `metrics:\n  enabled: \${ON}\nexport:\n  queue_size: \${SIZE:-77}\n`;
    expect(resolveWith({ 'botanu.yaml': yaml }, { ON: 'false' })).toMatchObject({
      metrics: false,
      maxQueueSize: 77,
    });
    expect(() => resolveWith({ 'botanu.yaml': yaml }, { ON: 'abc' })).toThrow(
      'metrics: metrics.enabled (botanu.yaml:2) is "abc", which is not supported. Write one of: true, false.',
    );
  });

  it.each([
    [`\${ABSENT}`, 'service.name (botanu.yaml:2) names the variable ABSENT, which is not set'],
    [`\${AB SENT}`, 'is not understood'],
    [`\${}`, 'is not understood'],
  ])('%s is refused', (text, message) => {
    expect(() => nameOf(text)).toThrow(message);
  });

  it.each(['sk-live-secret', `\${KEY:-sk-live-secret}`, `sk-\${KEY}`, `"sk-live-secret"`])(
    'the key may be nothing else: %s is refused, and not quoted',
    (text) => {
      const resolve = () => resolveWith({ 'botanu.yaml': `api_key: ${text}\n` }, { KEY: 'sk-live-secret' });
      expect(resolve).toThrow(
        `apiKey: api_key (botanu.yaml:1) is a secret, which has no place in a file. Write \${VAR}, and set the variable VAR.`,
      );
      expect(resolve).not.toThrow('sk-');
    },
  );

  it('so are keys of signatures', () => {
    const yaml = `propagation:\n  context_keys: ["\${CURRENT}", "${'p'.repeat(40)}"]\n`;
    expect(() => resolveWith({ 'botanu.yaml': yaml }, { CURRENT: 'k'.repeat(40) })).toThrow(
      'contextKeys: propagation.context_keys (botanu.yaml:2) is a secret',
    );
  });
});

it.each([
  [
    'ESM',
    'module' as const,
    "import { enable } from '@botanu/sdk'; import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/x.js');",
  ],
  ['CommonJS', 'commonjs' as const, "const { enable } = require('@botanu/sdk');"],
])(
  'as built (%s), the yaml package is loaded where there is a file, and only there',
  async (_, type, imports) => {
    const source = `${imports}
    const report = enable({ tracesExporter: 'none' });
    const isLoaded = Object.keys(require.cache).some((path) => /[\\\\/]yaml[\\\\/]dist[\\\\/]/.test(path));
    console.log(isLoaded, process.env.BOTANU_CONFIG_FILE ?? 'no file');
  `;
    const without = await runSource(source, { type });
    expect(without).toMatchObject({ output: 'false no file\n', errors: '', exitCode: 0 });
    await withFilesAsync(async (path) => {
      const result = await runSource(source, { type, environment: { BOTANU_CONFIG_FILE: path } });
      expect(result).toMatchObject({ output: `true ${path}\n`, errors: '', exitCode: 0 });
    });
  },
);

async function withFilesAsync(fn: (path: string) => Promise<void>): Promise<void> {
  const folder = folderWith({ 'mine.yaml': serviceName('desk') });
  try {
    await fn(join(folder.path, 'mine.yaml'));
  } finally {
    folder.remove();
  }
}
