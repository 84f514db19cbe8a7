import { anthropic, mistral, startModelServer } from '@botanu-tooling/model-servers';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type Format, runApplication } from '../src/application';

jest.setTimeout(60_000);

/** Without a preload: the application enables botanu itself. */
const FORMATS: readonly Format[] = [
  { name: 'an ES module', extension: 'mjs', nodeArguments: [] },
  { name: 'CommonJS', extension: 'cjs', nodeArguments: [] },
];

/** A client that can make spans of its own, in the version that is installed here. */
interface Client {
  readonly library: string;
  readonly protocol: typeof anthropic;
  /** One call of the model. */
  readonly call: string;
  readonly model: string;
  /** How the client is told to make spans, where it is asked to. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is written to the standard error. */
  readonly warnings: RegExp;
  /** Whether it writes the prompt on its span: what its maker wants and the application asked for is sent as it is. */
  readonly writesPrompt: boolean;
}

const ANTHROPIC: Client = {
  library: '@anthropic-ai/sdk',
  protocol: anthropic,
  call: `
    const client = new library.Anthropic({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 });
    const messages = [{ role: 'user', content: 'a secret prompt' }];
    await client.messages.create({ model: 'claude-sonnet-5', max_tokens: 256, messages });
  `,
  model: 'claude-sonnet-5',
  environment: {},
  warnings: /^$/,
  writesPrompt: false,
};

const MISTRAL: Client = {
  library: '@mistralai/mistralai',
  protocol: mistral,
  call: `
    const client = new library.Mistral({ apiKey: 'none', serverURL: process.env.MODEL_URL });
    const messages = [{ role: 'user', content: 'a secret prompt' }];
    await client.chat.complete({ model: 'mistral-small-latest', messages });
  `,
  model: 'mistral-small-latest',
  environment: { MISTRAL_SDK_TELEMETRY: 'global' },
  // It asks for headers without saying for which host: the run stays here.
  warnings: /^botanu BOTANU_RUN_HELD_BACK: .*\n$/,
  writesPrompt: true,
};

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

/** Calls the model once, inside a run, and looks at the spans of that call. */
async function callOnce(client: Client, format: Format) {
  const { library, protocol, call, environment, model } = client;
  const server = await startModelServer(protocol);
  const load = format.extension === 'mjs' ? 'await import' : 'require';
  const body = `
    enable();
    const library = ${load}('${library}');
    await event({ eventId: 'e', customerId: 'c', workflow: 'w' }, async () => { ${call} });
    await disable();
  `;
  try {
    const result = await runApplication({ '{ disable, enable, event }': '@botanu/sdk' }, body, format, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      MODEL_URL: server.url,
      ...environment,
    });
    expect(result.exitCode).toBe(0);
    expect(result.errors).toMatch(client.warnings);
    expect(server.requests).toHaveLength(1);
  } finally {
    await server.stop();
  }
  const run = receiver.spans.find(({ name }) => name === 'botanu.run/w');
  const ofModel = receiver.spans.filter(({ attributes }) => attributes['gen_ai.request.model'] === model);
  return { runId: run?.attributes['botanu.run_id'], ofModel };
}

describe.each(FORMATS)('in $name', (format) => {
  it.each([ANTHROPIC, MISTRAL])('$library itself makes the one span of a call', async (client) => {
    const { runId, ofModel } = await callOnce(client, format);
    expect(runId).toEqual(expect.any(String));
    expect(ofModel).toHaveLength(1);
    const [{ scope, attributes } = { scope: { name: '' }, attributes: {} }] = ofModel;
    expect(scope.name).not.toContain('instrumentation');
    expect(attributes).toMatchObject({
      'botanu.run_id': runId,
      'botanu.customer_id': 'c',
      'botanu.usage.bearing': true,
    });
    const texts = receiver.spans.flatMap((span) => Object.values(span.attributes).map(String));
    expect(texts.some((text) => text.includes('a secret prompt'))).toBe(client.writesPrompt);
  });

  it("Mistral's client makes none where nobody asks it to", async () => {
    const { ofModel } = await callOnce({ ...MISTRAL, environment: {}, warnings: /^$/ }, format);
    expect(ofModel).toEqual([]);
  });
});

it('without the guard, the instrumentation that is installed for Anthropic throws where its client is loaded', async () => {
  const result = await runApplication(
    { '{ AnthropicInstrumentation }': '@traceloop/instrumentation-anthropic' },
    `new AnthropicInstrumentation(); require('@anthropic-ai/sdk');`,
    { name: 'CommonJS', extension: 'cjs', nodeArguments: [] },
    {},
  );
  expect(result.exitCode).not.toBe(0);
  expect(result.errors).toContain('TypeError');
});
