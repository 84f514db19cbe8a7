import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, createConsumer } from '../src/consumer';
import { tool } from '../src/tools';

const IMPORTS = `
import { event, getRunId, RunContext, step, type EventOptions } from '@botanu/core';
import { runOf, safely } from '@botanu/core/authoring';
import * as semconv from '@botanu/core/semconv';
import { instrumentOpenAI, trackLlmCall } from '@botanu/llm';
import { RunContextEnricher } from '@botanu/processors';
import * as sdk from '@botanu/sdk';
import '@botanu/sdk/register';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
`;

const USE = `
const options: EventOptions = { eventId: 'e-1', customerId: undefined, workflow: 'Support' };

export const plain: number = event(options, (run) => run.attempt);
export const later: Promise<string> = event(options, async (run) => run.runId);
export const inStep: number = step('retrieval', () => 42);
export const runId: string | undefined = getRunId();
export const wrapped: (ticketId: string) => Promise<number> = event({
  eventId: (ticketId: string) => ticketId,
  customerId: 'c-1',
  workflow: 'Support',
})(async (ticketId: string) => ticketId.length);

export const answer: Promise<string> = trackLlmCall({ provider: 'openai', model: 'gpt-4o' }, async (call) => {
  call.setTokens({ inputTokens: 1 }).setFinishReason('stop');
  return 'answer';
});
export const client: { readonly chat: number } = instrumentOpenAI({ chat: 1 });

export const provider = new BasicTracerProvider({ spanProcessors: [new RunContextEnricher()] });
export const isRun = (value: unknown): boolean => value instanceof RunContext;
export const helpers = [runOf, safely, semconv, sdk.enable({ serviceName: 'desk' }), sdk.isEnabled()];
export const stopped: Promise<void> = sdk.disable();

// @ts-expect-error the customer has to be written, if only as undefined
event({ eventId: 'e-1', workflow: 'Support' }, () => 1);
`;

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  target: 'es2022',
  lib: ['es2022'],
  types: ['node'],
};

const projects = [
  { name: 'node16', compilerOptions: { module: 'node16' }, files: ['main.mts', 'main.cts'] },
  { name: 'nodenext', compilerOptions: { module: 'nodenext' }, files: ['main.mts', 'main.cts'] },
  {
    name: 'bundler',
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
    files: ['main.ts'],
  },
];

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer(
    '@opentelemetry/api@1.9.1',
    '@opentelemetry/sdk-trace-base@2.12.1',
    '@types/node@20.19.43',
  );
  mkdirSync(join(consumer.folder, 'source'));
  for (const name of ['main.mts', 'main.cts', 'main.ts']) {
    consumer.write(join('source', name), IMPORTS + USE);
  }
}, 300_000);

afterAll(() => consumer.remove());

test.each(projects)(
  'an application compiles with $name resolution, as strict as can be',
  async (project) => {
    const configFile = `tsconfig.${project.name}.json`;
    consumer.write(
      configFile,
      JSON.stringify({
        compilerOptions: { ...strict, ...project.compilerOptions },
        files: project.files.map((file) => `source/${file}`),
      }),
    );
    expect(await consumer.run([tool('tsc'), '-p', configFile, '--pretty', 'false'])).toBe('');
  },
  120_000,
);
