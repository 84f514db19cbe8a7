import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Loads a module as the application would.
 *
 * @param specifier - The module.
 * @throws Where it is not installed.
 */
export function requireFromApplication(specifier: string): unknown {
  return createRequire(process.argv[1] ?? join(process.cwd(), 'application.js'))(specifier);
}
