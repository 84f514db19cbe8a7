import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishedPackages, repositoryFolder } from '../../scripts/repository';
import { type Consumer, createConsumer } from '../src/consumer';
import { firstCodeFence } from '../src/fences';
import { tool } from '../src/tools';

const folders = ['.', ...publishedPackages().map(({ shortName }) => `packages/${shortName}`)];

let consumer: Consumer;

beforeAll(async () => {
  // As the READMEs say it: the version of the API is npm's choice. The processors' example brings its own SDK.
  consumer = await createConsumer(
    '@opentelemetry/api',
    'express@5.3.0',
    'fastify@5.12.8',
    'koa@3.3.0',
    '@types/express@5.0.6',
    '@types/koa@3.0.3',
    '@opentelemetry/sdk-trace-base@2.12.1',
    '@types/node@20.19.43',
  );
}, 300_000);

afterAll(() => consumer.remove());

test.each(folders)(
  'the first example of %s/README.md compiles and runs as it stands',
  async (folder) => {
    const name = folder === '.' ? 'root' : basename(folder);
    const code = firstCodeFence(readFileSync(join(repositoryFolder, folder, 'README.md'), 'utf8'));
    consumer.write(`${name}.mts`, code);
    const options = ['--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node'];
    await consumer.run([tool('tsc'), ...options, `${name}.mts`]);
    const output = await consumer.run([process.execPath, `${name}.mjs`], { OTEL_TRACES_EXPORTER: 'console' });
    if (code.includes('@botanu/sdk')) {
      expect(output).toContain("'botanu.run_id':");
    }
    if (code.includes('console.log')) {
      expect(output.trim()).not.toBe('');
    }
  },
  120_000,
);
