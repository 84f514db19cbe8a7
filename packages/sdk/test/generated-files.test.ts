import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDocumentation } from './generators/documentation';
import { generateSchema } from './generators/schema';
import { generateTypes } from './generators/types';

const repositoryFolder = join(__dirname, '../../..');

it.each<[string, (current: string) => string]>([
  ['packages/sdk/src/botanu-config.ts', generateTypes],
  ['packages/sdk/config.schema.json', generateSchema],
  ['docs/configuration.md', generateDocumentation],
])('%s is what the table says (UPDATE_DOCS=1 writes it anew)', (path, generate) => {
  const file = join(repositoryFolder, path);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(file, generate(current));
  }
  expect(readFileSync(file, 'utf8')).toBe(generate(current));
});
