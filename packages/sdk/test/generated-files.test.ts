import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchema } from './generators/schema';
import { generateTypes } from './generators/types';

const folder = join(__dirname, '..');

it.each([
  ['src/botanu-config.ts', generateTypes],
  ['config.schema.json', generateSchema],
])('%s is what the table says (UPDATE_DOCS=1 writes it anew)', (path, generate) => {
  const file = join(folder, path);
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(file, generate());
  }
  expect(readFileSync(file, 'utf8')).toBe(generate());
});
