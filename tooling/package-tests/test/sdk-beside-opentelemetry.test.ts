import { type Consumer, createConsumerOf } from '../src/consumer';

/** OpenTelemetry 3.x needs Node 22. */
const NODE_22 = ['npx', '-y', '-p', 'node@22.23.3', 'node'];

const SDK = ['core', 'delivery', 'pii', 'processors', 'sdk', 'auto-instrumentations'];

const LINES = [
  {
    line: '3.1, with the API 1.10',
    packages: [
      '@opentelemetry/api@1.10.0',
      '@opentelemetry/sdk-trace@3.1.1',
      '@opentelemetry/context-async-hooks@3.1.1',
    ],
    sdk: '@opentelemetry/sdk-trace',
    provider: 'new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })',
    node: NODE_22,
  },
  {
    line: '2.x, with the API 1.9',
    packages: [
      '@opentelemetry/api@1.9.1',
      '@opentelemetry/sdk-trace-base@2.12.1',
      '@opentelemetry/context-async-hooks@2.12.0',
    ],
    sdk: '@opentelemetry/sdk-trace-base',
    provider: 'new TracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })',
    node: [process.execPath],
  },
];

const EVENT = "event({ eventId: 'e-1', customerId: 'c-1', workflow: 'Support' }, () => {});";

const standalone = `
  import { disable, enable, event } from '@botanu/sdk';
  const { mode } = enable();
  ${EVENT}
  await disable();
  console.log(mode);
`;

const attached = (sdk: string, provider: string) => `
  import { context, trace } from '@opentelemetry/api';
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import * as sdk from '${sdk}';
  import { disable, enable, event } from '@botanu/sdk';
  const { InMemorySpanExporter, SimpleSpanProcessor } = sdk;
  const TracerProvider = sdk.TracerProvider ?? sdk.BasicTracerProvider;
  const exporter = new InMemorySpanExporter();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(${provider});
  const { mode } = enable();
  ${EVENT}
  const names = exporter.getFinishedSpans().map(({ name, attributes }) => name + ' ' + attributes['botanu.event_id']);
  await disable();
  console.log(mode, ...names);
`;

describe.each(LINES)(
  '@botanu/sdk, installed by npm beside OpenTelemetry $line',
  ({ packages, sdk, provider, node }) => {
    let consumer: Consumer;

    beforeAll(async () => {
      // npm ends with an error where what is installed does not fit together (ERESOLVE).
      consumer = await createConsumerOf(SDK, packages);
      consumer.write('standalone.mjs', standalone);
      consumer.write('attached.mjs', attached(sdk, provider));
    }, 300_000);

    afterAll(() => consumer.remove());

    test('is the tracing of a process that has none', async () => {
      const environment = { OTEL_TRACES_EXPORTER: 'console' };
      const output = await consumer.run([...node, 'standalone.mjs'], environment);
      expect(output).toContain("name: 'botanu.run/Support'");
      expect(output.trim().endsWith('standalone')).toBe(true);
    }, 300_000);

    test('joins the tracing that is there', async () => {
      const output = await consumer.run([...node, 'attached.mjs'], { OTEL_TRACES_EXPORTER: 'none' });
      expect(output.trim()).toBe('attach botanu.run/Support e-1');
    }, 300_000);
  },
);
