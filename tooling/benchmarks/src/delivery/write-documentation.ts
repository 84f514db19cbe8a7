import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENTATION = join(__dirname, '../../../../docs/delivery.md');

/**
 * Replaces the tables in `docs/delivery.md`: each stands between two comments with its name.
 *
 * @param tables - By name, in Markdown.
 */
export function writeDocumentation(tables: Readonly<Record<string, string>>): void {
  let text = readFileSync(DOCUMENTATION, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const between = new RegExp(`(<!-- ${name}: written by .* -->\\n)[^]*?(<!-- end of ${name} -->)`);
    if (!between.test(text)) {
      throw new Error(`docs/delivery.md has no place for ${name}`);
    }
    text = text.replace(between, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`);
  }
  writeFileSync(DOCUMENTATION, text);
}
