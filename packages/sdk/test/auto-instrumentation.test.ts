import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '@botanu-tooling/run-program';
import { INSTRUMENTATION_TABLE, OWN_SPANS_SINCE } from '../src/instrumentation-table';

jest.setTimeout(40_000);

let folder: string;
beforeEach(() => {
  mkdirSync(join(__dirname, '../temp'), { recursive: true });
  // Below this package, from which an application can import @botanu/sdk and what it depends on.
  folder = mkdtempSync(join(__dirname, '../temp/application-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A package that the application has installed. */
function install(name: string, version: string, source = 'module.exports = {};'): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  writeFileSync(join(path, 'index.js'), source);
}

/** An instrumentation of the real base class, which says when it patches. */
function installInstrumentation(name: string, className: string, library: string, versions = '*'): void {
  install(
    name,
    '1.0.0',
    `
      const { InstrumentationBase, InstrumentationNodeModuleDefinition } = require('@opentelemetry/instrumentation');
      exports.${className} = class extends InstrumentationBase {
        constructor(options) { super('${name}', '1.0.0', options); }
        init() {
          return [new InstrumentationNodeModuleDefinition('${library}', ['${versions}'], (exports) => {
            console.log('patched ${library}');
            return exports;
          })];
        }
      };
    `,
  );
}

async function run(body: string, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, 'app.cjs'), `const { enable } = require('@botanu/sdk');\n${body}`);
  const result = await runProgram([process.execPath, 'app.cjs'], {
    folder,
    environment: { OTEL_TRACES_EXPORTER: 'none', ...environment },
  });
  expect(result.exitCode).toBe(0);
  return result;
}

const REPORT = 'const report = enable(); console.log(JSON.stringify(report));';

async function report(environment: Readonly<Record<string, string>> = {}) {
  const { output, errors } = await run(REPORT, environment);
  const { instrumentations, skippedInstrumentations, warnings } = JSON.parse(output);
  const skipped = Object.fromEntries(
    skippedInstrumentations.map(({ packageName, reason }: Record<string, string>) => [packageName, reason]),
  );
  return { instrumentations, skipped, warnings, errors };
}

const BUILT_IN = ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici'];
const KOA = '@opentelemetry/instrumentation-koa';
const PG = '@opentelemetry/instrumentation-pg';

describe('what is instrumented', () => {
  it('is what is installed with its library, and the report says why the rest is not', async () => {
    install('koa', '3.0.0');
    installInstrumentation(KOA, 'KoaInstrumentation', 'koa');
    install('pg', '8.0.0');
    installInstrumentation('@opentelemetry/instrumentation-express', 'ExpressInstrumentation', 'express');
    const { instrumentations, skipped, errors } = await report();
    expect(instrumentations).toEqual([...BUILT_IN, KOA]);
    expect(skipped).toMatchObject({
      [PG]: 'instrumentation-not-installed',
      '@opentelemetry/instrumentation-express': 'library-not-installed',
    });
    expect(errors).toBe('');
  });

  it('comes from @botanu/auto-instrumentations where the application does not see it itself', async () => {
    install('koa', '3.0.0');
    install('@botanu/auto-instrumentations', '1.0.0');
    installInstrumentation(`@botanu/auto-instrumentations/node_modules/${KOA}`, 'KoaInstrumentation', 'koa');
    const { instrumentations } = await report();
    expect(instrumentations).toHaveLength(3);
  });

  it('is not a version that the instrumentation does not know', async () => {
    install('koa', '9.0.0');
    installInstrumentation(KOA, 'KoaInstrumentation', 'koa', '>=2 <4');
    const { instrumentations, skipped } = await report();
    expect(instrumentations).toEqual(BUILT_IN);
    expect(skipped[KOA]).toBe('unsupported-version');
  });

  it.each(['0.134.0', '0.134.1', '1.12.0'])(
    'is not @anthropic-ai/sdk %s, which makes its own spans',
    async (version) => {
      install('@anthropic-ai/sdk', version);
      install('@traceloop/instrumentation-anthropic', '0.27.0', "throw new Error('on this version');");
      const { skipped, warnings } = await report();
      expect(skipped['@traceloop/instrumentation-anthropic']).toBe('own-spans');
      expect(warnings).toEqual([]);
    },
  );

  it('is an older @anthropic-ai/sdk', async () => {
    install('@anthropic-ai/sdk', '0.133.9');
    installInstrumentation(
      '@traceloop/instrumentation-anthropic',
      'AnthropicInstrumentation',
      '@anthropic-ai/sdk',
    );
    const { instrumentations } = await report();
    expect(instrumentations).toContain('@traceloop/instrumentation-anthropic');
  });

  it('is a model client once, where two instrumentations of it are installed', async () => {
    install('openai', '6.0.0');
    for (const name of [
      '@traceloop/instrumentation-openai',
      '@arizeai/openinference-instrumentation-openai',
    ]) {
      installInstrumentation(name, 'OpenAIInstrumentation', 'openai');
    }
    const { instrumentations, skipped } = await report();
    expect(instrumentations).toEqual([...BUILT_IN, '@traceloop/instrumentation-openai']);
    expect(skipped['@arizeai/openinference-instrumentation-openai']).toBe('instrumented-already');
  });

  it("is not a model client that an instrumentation of the application's own patches, whoever made that", async () => {
    install('openai', '6.0.0');
    const own = '@arizeai/openinference-instrumentation-openai';
    installInstrumentation(own, 'OpenAIInstrumentation', 'openai');
    installInstrumentation('@traceloop/instrumentation-openai', 'OpenAIInstrumentation', 'openai');
    const { output } = await run(`
      const { OpenAIInstrumentation } = require('${own}');
      console.log(JSON.stringify(enable({ instrumentations: [new OpenAIInstrumentation()] }).instrumentations));
      require('openai');
    `);
    expect(output).toBe(`${JSON.stringify([...BUILT_IN, own])}\npatched openai\n`);
  });

  it('is not what pnpm shows the programs that it starts, and the application has not installed', async () => {
    install('koa', '3.0.0');
    installInstrumentation(`.pnpm/node_modules/${KOA}`, 'KoaInstrumentation', 'koa');
    const { instrumentations } = await report({ NODE_PATH: join(folder, 'node_modules/.pnpm/node_modules') });
    expect(instrumentations).toEqual(BUILT_IN);
  });

  it('is what NODE_PATH names otherwise: the layer of a function', async () => {
    install('koa', '3.0.0');
    installInstrumentation(`../layer/node_modules/${KOA}`, 'KoaInstrumentation', 'koa');
    const { instrumentations } = await report({ NODE_PATH: join(folder, 'layer/node_modules') });
    expect(instrumentations).toHaveLength(3);
  });

  it('is what is required, with one warning, in a runtime that lets no ES modules be hooked', async () => {
    install('koa', '3.0.0');
    installInstrumentation(KOA, 'KoaInstrumentation', 'koa');
    const { output, errors } = await run(`
      require('node:module').register = () => { throw new TypeError('not here'); };
      console.log(JSON.stringify(enable().instrumentations));
      require('koa');
    `);
    expect(output).toBe(`${JSON.stringify([...BUILT_IN, KOA])}\npatched koa\n`);
    expect(errors.match(/make ES modules patchable/g)).toHaveLength(1);
  });

  it('are the others, and there is one warning, where one throws', async () => {
    install('koa', '3.0.0');
    install('pg', '8.0.0');
    install(KOA, '1.0.0', "throw new TypeError('broken');");
    installInstrumentation(PG, 'PgInstrumentation', 'pg');
    const { instrumentations, skipped, warnings, errors } = await report();
    expect(instrumentations).toEqual([...BUILT_IN, PG]);
    expect(skipped[KOA]).toBe('failed');
    expect(warnings).toHaveLength(1);
    expect(errors.match(/BOTANU_INSTRUMENTATION_FAILED/g)).toHaveLength(1);
    expect(errors).toContain(`${KOA} could not be enabled (TypeError)`);
  });

  it('is what is named, or nothing', async () => {
    install('koa', '3.0.0');
    install('pg', '8.0.0');
    installInstrumentation(KOA, 'KoaInstrumentation', 'koa');
    installInstrumentation(PG, 'PgInstrumentation', 'pg');
    expect((await report({ BOTANU_AUTO_INSTRUMENT_PACKAGES: 'pg, http' })).instrumentations).toEqual([
      '@opentelemetry/instrumentation-http',
      PG,
    ]);
    expect((await report({ BOTANU_AUTO_INSTRUMENTATION: 'false' })).instrumentations).toEqual([]);
    const { errors } = await report({ BOTANU_AUTO_INSTRUMENT_PACKAGES: 'cobol' });
    expect(errors).toContain('names cobol, for which botanu knows no instrumentation');
  });

  it('is nothing in a process that is traced already, but what is named', async () => {
    install('koa', '3.0.0');
    installInstrumentation(KOA, 'KoaInstrumentation', 'koa');
    const host = `
      const { trace } = require('@opentelemetry/api');
      const { BasicTracerProvider } = require('@opentelemetry/sdk-trace-base');
      trace.setGlobalTracerProvider(new BasicTracerProvider());
      const { mode, instrumentations } = enable();
      console.log(JSON.stringify([mode, ...instrumentations]));
    `;
    expect(JSON.parse((await run(host)).output)).toEqual(['attach']);
    const { output } = await run(host, { BOTANU_AUTO_INSTRUMENT_PACKAGES: 'koa' });
    expect(JSON.parse(output)).toEqual(['attach', KOA]);
  });
});

it('an instrumentation that the application makes later still sees what was required in between', async () => {
  install('koa', '3.0.0');
  install('pg', '8.0.0');
  installInstrumentation(KOA, 'KoaInstrumentation', 'koa');
  installInstrumentation('their-instrumentation', 'Theirs', 'pg');
  const { output } = await run(`
    enable();
    require('pg');
    const { Theirs } = require('their-instrumentation');
    new Theirs();
    require('pg');
    require('koa');
  `);
  expect(output.split('\n').filter(Boolean)).toEqual(['patched pg', 'patched koa']);
});

describe('docs/auto-instrumentation.md', () => {
  const path = join(__dirname, '../../../docs/auto-instrumentation.md');
  const [BEGIN, END] = ['<!-- instrumentations:start -->', '<!-- instrumentations:end -->'] as const;

  function table(): string {
    const rows = INSTRUMENTATION_TABLE.map(({ name, libraries, packageName }) => {
      const instrumented = libraries.map((library) => {
        const since = OWN_SPANS_SINCE[library];
        return since === undefined ? `\`${library}\`` : `\`${library}\` below ${since}`;
      });
      return `| \`${name}\` | ${instrumented.join(', ') || 'a part of Node'} | \`${packageName}\` |`;
    });
    return ['| name | library | instrumentation |', '|---|---|---|', ...rows].join('\n');
  }

  it('has the table of the code', () => {
    const document = readFileSync(path, 'utf8');
    const [before = '', rest = ''] = document.split(BEGIN);
    const [written = '', after = ''] = rest.split(END);
    if (process.env.UPDATE_DOCS) {
      writeFileSync(path, `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`);
    } else {
      expect(written.trim()).toBe(table());
    }
  });
});
