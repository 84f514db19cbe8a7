/** @jest-config-loader esbuild-register */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from 'jest';

const workspaceFolders = ['packages', 'tooling', 'examples'];

/** Every workspace package with a test folder is a jest project of its own. */
const packageFolders = workspaceFolders
  .flatMap((folder) => readdirSync(join(__dirname, folder)).map((name) => join(folder, name)))
  .filter((folder) => existsSync(join(__dirname, folder, 'test')));

const config: Config = {
  projects: packageFolders.map((folder) => ({
    displayName: folder,
    rootDir: join(__dirname, folder),
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    testEnvironment: 'node',
    transform: {
      '^.+\\.ts$': ['ts-jest', { tsconfig: join(__dirname, 'tsconfig.jest.json') }],
    },
    globals: { BOTANU_MODULE_URL: pathToFileURL(join(__dirname, folder, 'src/index.ts')).href },
    // Tests run against the sources; tests of what is built are in tooling/package-tests.
    moduleNameMapper: {
      '^@botanu/([^/]+)$': join(__dirname, 'packages/$1/src/index.ts'),
      '^@botanu/([^/]+)/([^/]+)$': join(__dirname, 'packages/$1/src/$2.ts'),
      '^@botanu-tooling/([^/]+)$': join(__dirname, 'tooling/$1/src/index.ts'),
    },
  })),
};

export default config;
