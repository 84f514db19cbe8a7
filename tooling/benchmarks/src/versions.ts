import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version of a package that this one depends on.
 *
 * @param packageName - Its name.
 */
export function installedVersion(packageName: string): string {
  const path = join(__dirname, '..', 'node_modules', packageName, 'package.json');
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return version;
}
