import { createRequire } from 'node:module';

/** Where this code was built to: `import.meta.url`, which the build writes in its place. */
declare const BOTANU_MODULE_URL: string;

/**
 * Resolves and loads modules as this package does, at the moment it is needed.
 *
 * @throws In an application's CommonJS bundle, which does not know where this code came from.
 */
export function createOwnRequire(): NodeJS.Require {
  return createRequire(BOTANU_MODULE_URL);
}

/**
 * Loads a dependency, or a file beside this one, at the moment it is needed: a process that never needs it never reads it.
 * In an application's bundle neither is there.
 *
 * @param specifier - A dependency of this package, or a built file of it.
 * @throws Where it cannot be found.
 */
export function requireOwn(specifier: string): unknown {
  return createOwnRequire()(specifier);
}
