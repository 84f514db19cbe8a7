import { type Consumer, createConsumer } from '../src/consumer';

const PROGRAM = `
  import { createRequire } from 'node:module';
  import { disable as disableModule, event as eventOfModule, isEnabled as isEnabledModule } from '@botanu/sdk';
  import { currentRun as currentRunOfModule, getRunId as getRunIdOfModule } from '@botanu/core';

  const require = createRequire(import.meta.url);
  const { currentRun, getRunId } = require('@botanu/core');
  const { event, isEnabled } = require('@botanu/sdk');

  const options = { eventId: 'e-1', customerId: 'c-1', workflow: 'Support' };
  const facts = {
    areTwoCopies: event !== eventOfModule && currentRun !== currentRunOfModule,
    isModuleRunSeenByCommonJs: eventOfModule(options, (run) => [getRunId() === run.runId, currentRun() === run]),
    isCommonJsRunSeenByModule: event(options, (run) => [getRunIdOfModule() === run.runId, currentRunOfModule() === run]),
    parents: eventOfModule(options, (outer) => event(options, (inner) => inner.parentRunId === outer.runId)),
    runIds: Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? event : eventOfModule)(options, (run) => run.runId)),
    enabled: [isEnabled(), isEnabledModule()],
  };
  await disableModule();
  facts.disabled = [isEnabled(), isEnabledModule()];
  console.log(JSON.stringify(facts));
`;

interface Facts {
  readonly areTwoCopies: boolean;
  readonly isModuleRunSeenByCommonJs: readonly boolean[];
  readonly isCommonJsRunSeenByModule: readonly boolean[];
  readonly parents: boolean;
  readonly runIds: readonly string[];
  readonly enabled: readonly boolean[];
  readonly disabled: readonly boolean[];
}

describe('the ESM and the CommonJS copy of the packages in one process', () => {
  let consumer: Consumer;
  let facts: Facts;

  beforeAll(async () => {
    consumer = await createConsumer('@opentelemetry/api@1.9.1');
    consumer.write('program.mjs', PROGRAM);
    const output = await consumer.run([process.execPath, 'program.mjs'], { OTEL_TRACES_EXPORTER: 'none' });
    facts = JSON.parse(output) as Facts;
  }, 300_000);

  afterAll(() => consumer.remove());

  test('are two copies', () => {
    expect(facts.areTwoCopies).toBe(true);
  });

  test('see each other’s run, as the same object', () => {
    expect(facts.isModuleRunSeenByCommonJs).toEqual([true, true]);
    expect(facts.isCommonJsRunSeenByModule).toEqual([true, true]);
  });

  test('open runs inside of each other’s', () => {
    expect(facts.parents).toBe(true);
  });

  test('make run ids that strictly increase across both', () => {
    expect(facts.runIds).toHaveLength(200);
    expect(facts.runIds).toEqual([...new Set(facts.runIds)].sort());
  });

  test('are enabled and disabled together', () => {
    expect(facts.enabled).toEqual([true, true]);
    expect(facts.disabled).toEqual([false, false]);
  });
});
