import { runProgram } from '@botanu-tooling/run-program';
import { documentedExports, examplePrograms, publishedEntries } from '../src/examples';
import { GLOBALS, type Program, problemsOf, transpile, writePrograms } from '../src/programs';

jest.setTimeout(120_000);

const isOfCore = ({ name }: { readonly name: string }): boolean => name.startsWith('@botanu/core');

/** Core first: others export what it has. */
const ENTRIES = publishedEntries().sort((a, b) => Number(isOfCore(b)) - Number(isOfCore(a)));

/** Exports nothing: it is imported for what it does. */
const WITHOUT_EXPORTS = '@botanu/sdk/register';

describe.each(ENTRIES)('$name', (entry) => {
  const exported = documentedExports(entry.source);

  it('exports something', () => {
    expect(exported.length > 0).toBe(entry.name !== WITHOUT_EXPORTS);
  });

  it('says of everything that it exports what it is', () => {
    expect(exported.filter(({ summary }) => summary === '').map(({ name }) => name)).toEqual([]);
  });

  // In core also of types and of members: a constant, of semconv say, has its value, and no code. In other packages
  // only of what can be called by its name: most of their classes have but the methods of a span processor.
  it('has an example of what it exports, in code where it can be called', () => {
    const withoutExample = exported
      .filter(({ name, isCallable }) => isOfCore(entry) || (isCallable && !name.includes('.')))
      .filter(({ examples, isCallable }) => !examples.some((text) => !isCallable || text.includes('```ts')))
      .map(({ name }) => name);
    expect(withoutExample).toEqual([]);
  });
});

describe('the examples', () => {
  const { folder, programs, remove } = writePrograms('examples', examplePrograms(ENTRIES));
  afterAll(remove);

  it('compile, against the types that are built', () => {
    expect(programs.length).toBeGreaterThan(140);
    expect(problemsOf(programs)).toEqual([]);
  });

  it('of core run, and print what their comments say', async () => {
    const ofCore = programs.filter(isOfCore);
    const files = ofCore.map((program) => transpile(program));
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
    const { output, errors } = await run(['--input-type=module', '--eval', runner]);
    // Only the examples of warnings write anything there.
    expect(errors.split('\n').filter((line) => line !== '' && !line.startsWith('botanu BOTANU_'))).toEqual(
      [],
    );
    const printed = JSON.parse(output) as string[][];
    const actual = Object.fromEntries(ofCore.map(({ name }, index) => [name, printed[index]]));
    const expected = Object.fromEntries(ofCore.map(({ name, expectedOutput }) => [name, expectedOutput]));
    expect(actual).toEqual(expected);
  });

  // A process for each: some switch botanu on, or show what it has counted.
  it.each(programs.filter((program) => !isOfCore(program)))('$name runs', async (program: Program) => {
    const { exitCode, output, errors } = await run([transpile(program)]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output.split('\n').filter((line) => line !== '')).toEqual(program.expectedOutput);
  });

  function run(parameters: readonly string[]): ReturnType<typeof runProgram> {
    return runProgram([process.execPath, '--import', GLOBALS, ...parameters], {
      folder,
      // AWS's client says otherwise that it will need a newer Node some day.
      environment: { OTEL_TRACES_EXPORTER: 'none', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
  }
});
