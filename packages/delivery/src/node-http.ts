import type * as NodeHttp from 'node:http';
import type * as NodeHttps from 'node:https';

/**
 * Node's `http`, without an `import` of it: once an ES module has imported it, what a tracer that is started later patches
 * does not reach the names that the application imports from it.
 */
export function nodeHttp(): typeof NodeHttp {
  return process.getBuiltinModule('node:http');
}

/** Node's `https`, likewise. */
export function nodeHttps(): typeof NodeHttps {
  return process.getBuiltinModule('node:https');
}
