import { runProgram } from '@botanu-tooling/run-program';
import { instrumentedApplications, MODULE_FORMATS, runInstrumented } from '../src';
import { expectOneRunEach } from '../src/expectations';

jest.setTimeout(120_000);

/** On other versions a context is kept by other means: since Node 24 without hooks for every asynchronous resource. */
describe.each(['22.23.3', '24.21.0'])('on Node %s', (version) => {
  let node: readonly string[];

  beforeAll(async () => {
    const printPath = ['npx', '-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
    const { output } = await runProgram(printPath, { folder: __dirname });
    node = [output.trim()];
    const { output: printed } = await runProgram([...node, '--version'], { folder: __dirname });
    expect(printed).toBe(`v${version}\n`);
  });

  describe.each(instrumentedApplications)('%s', (_, application, instrumentation) => {
    it.each(MODULE_FORMATS)(
      'as %s keeps each request in its run, with and without instrumentation',
      async (format) => {
        const bare = await runInstrumented({ format, application, environment: {}, node });
        expectOneRunEach(bare, false);
        const environment = { IS_INSTRUMENTED: 'yes', ...instrumentation };
        expectOneRunEach(await runInstrumented({ format, application, environment, node }), true);
      },
    );
  });
});
