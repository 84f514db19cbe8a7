import { runProgram } from '@botanu-tooling/run-program';
import { GLOBALS, type Program, problemsOf, transpile, writePrograms } from '../src/programs';
import { findSnippets } from '../src/snippets';

// The first program under another Node waits until that has been fetched.
jest.setTimeout(120_000);

/** Not a dependency: it would shadow the `node` of everything else. */
const NODE_22 = ['npx', '--yes', '--package', 'node@22.23.3', 'node'] as const;

const { folder, programs, remove } = writePrograms('snippets', findSnippets());
afterAll(remove);

it('finds the snippets', () => {
  expect(programs.length).toBeGreaterThan(15);
});

it('all snippets compile, against the types that are built', () => {
  expect(problemsOf(programs)).toEqual([]);
});

it.each(programs)('$name runs', async (program: Program) => {
  const node = program.needsNode22 ? NODE_22 : [process.execPath];
  const { exitCode, output, errors } = await runProgram([...node, '--import', GLOBALS, transpile(program)], {
    folder,
    environment: { OTEL_TRACES_EXPORTER: 'none', npm_config_loglevel: 'error' },
    timeoutMs: 90_000,
  });
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(output.split('\n')).toEqual(expect.arrayContaining([...program.expectedOutput]));
});
