import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from './repository';

/** `changeset version` changes package.json only: this makes the constant in `src/version.ts` follow. */
for (const { folder, manifest } of publishedPackages()) {
  const file = join(folder, 'src/version.ts');
  if (existsSync(file)) {
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, source.replace(/(_VERSION = ')[^']*'/, `$1${manifest.version}'`));
  }
}
