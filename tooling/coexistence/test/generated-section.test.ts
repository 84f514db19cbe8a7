import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGenerated, writeGenerated } from '../src/generated-section';

const DOCUMENT = '# Title\n<!-- coexistence:start -->\nold\n<!-- coexistence:end -->\nthe end\n';

test('the generated part is read, and written without touching what is around it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botanu-generated-'));
  const file = join(folder, 'document.md');
  writeFileSync(file, DOCUMENT);
  writeGenerated(file, '| a |\n| b |');
  const written = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(readGenerated(DOCUMENT)).toBe('old');
  expect(readGenerated(written)).toBe('| a |\n| b |');
  expect(written).toBe(DOCUMENT.replace('old', '\n| a |\n| b |\n'));
});

test('a document without such a part is an error that says what to write', () => {
  expect(() => readGenerated('# Title')).toThrow('<!-- coexistence:start -->');
});
