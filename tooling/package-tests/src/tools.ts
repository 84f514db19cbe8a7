import { join } from 'node:path';
import { repositoryFolder } from '../../scripts/repository';

/** One of this workspace's own tools, by its full path: an application elsewhere does not have it. */
export function tool(name: 'esbuild' | 'rolldown' | 'tsc'): string {
  return join(repositoryFolder, 'tooling/package-tests/node_modules/.bin', name);
}
