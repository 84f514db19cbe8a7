import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishedPackages, repositoryFolder } from '../../scripts/repository';
import { type Consumer, createConsumer, createConsumerOf } from '../src/consumer';
import { firstCodeFence } from '../src/fences';
import { tool } from '../src/tools';

const folders = ['.', ...publishedPackages().map(({ shortName }) => `packages/${shortName}`)];

const KOA = 'packages/middleware-koa';

// As the READMEs say it: the version of the API is npm's choice. The processors' example brings its own SDK.
const common = ['@opentelemetry/api', '@opentelemetry/sdk-trace-base@2.12.1', '@types/node@20.19.43'];

let consumer: Consumer;
let koaConsumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer(...common, 'express@5.3.0', 'fastify@5.12.8', '@types/express@5.0.6');
  // By itself: beside Express 5.3 npm hoists a content-disposition whose own types Koa's do not fit.
  koaConsumer = await createConsumerOf(
    ['core', 'middleware-koa'],
    [...common, 'koa@3.3.0', '@types/koa@3.0.3'],
  );
}, 300_000);

afterAll(() => {
  consumer.remove();
  koaConsumer.remove();
});

test.each(folders)(
  'the first example of %s/README.md compiles and runs as it stands',
  async (folder) => {
    const name = folder === '.' ? 'root' : basename(folder);
    const code = firstCodeFence(readFileSync(join(repositoryFolder, folder, 'README.md'), 'utf8'));
    const application = folder === KOA ? koaConsumer : consumer;
    application.write(`${name}.mts`, code);
    const options = ['--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node'];
    await application.run([tool('tsc'), ...options, `${name}.mts`]);
    const output = await application.run([process.execPath, `${name}.mjs`], {
      OTEL_TRACES_EXPORTER: 'console',
    });
    if (code.includes('@botanu/sdk')) {
      expect(output).toContain("'botanu.run_id':");
    }
    if (code.includes('console.log')) {
      expect(output.trim()).not.toBe('');
    }
  },
  120_000,
);
