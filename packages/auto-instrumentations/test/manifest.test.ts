import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instrumentationPackages } from '@botanu/auto-instrumentations';
import { INSTRUMENTATION_TABLE } from '../../sdk/src/instrumentation-table';

const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

it('names exactly what it depends on', () => {
  expect(instrumentationPackages).toEqual(Object.keys(dependencies));
});

it('brings nothing that the table of @botanu/sdk does not have', () => {
  const known = INSTRUMENTATION_TABLE.map(({ packageName }) => packageName);
  expect(instrumentationPackages.filter((name) => !known.includes(name))).toEqual([]);
});

it.each(INSTRUMENTATION_TABLE.filter(({ packageName }) => instrumentationPackages.includes(packageName)))(
  '$packageName exports $exportName, which can be made with the options of the table',
  ({ packageName, exportName, options }) => {
    const { [exportName]: Class } = require(packageName) as Record<string, new (options?: object) => object>;
    expect(typeof Class).toBe('function');
    const instrumentation = new (Class as new (options?: object) => { disable(): void })(options);
    instrumentation.disable();
  },
);
