import { runProgram } from '@botanu-tooling/run-program';
import { documentedExports, examplePrograms } from '../src/examples';
import { GLOBALS, problemsOf, transpile, writePrograms } from '../src/programs';

jest.setTimeout(120_000);

const ENTRIES = ['index', 'authoring', 'semconv'].map((name) => `packages/core/src/${name}.ts`);

describe.each(ENTRIES)('%s', (entry) => {
  const exported = documentedExports(entry);

  it('exports something', () => {
    expect(exported.length).toBeGreaterThan(15);
  });

  it('says of everything that it exports what it is', () => {
    expect(exported.filter(({ summary }) => summary === '').map(({ name }) => name)).toEqual([]);
  });

  it('has an example of everything that it exports, in code where it can be called', () => {
    const withoutExample = exported
      .filter(({ examples, isCallable }) => !examples.some((text) => !isCallable || text.includes('```ts')))
      .map(({ name }) => name);
    expect(withoutExample).toEqual([]);
  });
});

describe('the examples', () => {
  const { folder, programs, remove } = writePrograms('examples', ENTRIES.flatMap(examplePrograms));
  afterAll(remove);

  it('compile, against the types that are built', () => {
    expect(programs.length).toBeGreaterThan(90);
    expect(problemsOf(programs)).toEqual([]);
  });

  it('run, and print what their comments say', async () => {
    const files = programs.map((program) => transpile(program));
    // One process for all: each is small, and none leaves anything behind that another sees.
    const runner = `
      import { enable } from '@botanu/sdk';
      enable();
      const results = [];
      const { log } = console;
      const { format } = await import('node:util');
      for (const file of ${JSON.stringify(files)}) {
        const lines = [];
        console.log = (...values) => lines.push(format(...values).trimEnd());
        await import(file).catch((error) => lines.push(String(error?.stack)));
        results.push(lines);
      }
      log(JSON.stringify(results));
    `;
    const command = [process.execPath, '--import', GLOBALS, '--input-type=module', '--eval', runner];
    const { output, errors } = await runProgram(command, {
      folder,
      environment: { OTEL_TRACES_EXPORTER: 'none' },
    });
    // Only the examples of warnings write anything there.
    expect(errors.split('\n').filter((line) => line !== '' && !line.startsWith('botanu BOTANU_'))).toEqual(
      [],
    );
    const printed = JSON.parse(output) as string[][];
    const actual = Object.fromEntries(programs.map(({ name }, index) => [name, printed[index]]));
    const expected = Object.fromEntries(programs.map(({ name, expectedOutput }) => [name, expectedOutput]));
    expect(actual).toEqual(expected);
  });
});
