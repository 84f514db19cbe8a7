import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type CorpusText, createCorpus, Random } from '@botanu-tooling/pii-corpus';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import type { EnableOptions } from '../src/configuration';
import { disable, enable } from '../src/enable';
import { contentPoints } from './content-points';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy';

jest.setTimeout(300_000);

const MAX_CHARS = 4096;
/** Some 180 secrets each. */
const NUM_RUNS = 8;

let receiver: OtlpReceiver;
let proxy: RecordingProxy;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  proxy = await startRecordingProxy(receiver.url);
  Object.assign(process.env, { BOTANU_COLLECTOR_ENDPOINT: proxy.url, OTEL_LOG_LEVEL: 'none' });
});
afterAll(async () => {
  await proxy.close();
  await receiver.close();
});

/** What an application may have around a text. */
const shapes: Readonly<Record<string, (text: string) => unknown>> = {
  'as it is': (text) => text,
  'in an object': (text) => ({ note: text, count: 1 }),
  'as a key': (text) => ({ [text]: true }),
  'in JSON': (text) => JSON.stringify({ message: text }),
  'in JSON in JSON': (text) => ({ body: JSON.stringify([JSON.stringify({ text })]) }),
  'in a Map of Sets': (text) => new Map([[text, new Set([text])]]),
  'in an Error': (text) => new Error(text),
  'in a toJSON': (text) => ({ toJSON: () => [text] }),
  'across the cut': (text) =>
    `${'word '.repeat(MAX_CHARS / 5).slice(0, MAX_CHARS - (text.length >> 1))}${text}`,
  'across the cut of an object': (text) => ({
    a: '.'.repeat(Math.max(0, MAX_CHARS - 20 - (text.length >> 1))),
    text,
  }),
  'behind much else': (text) => ({ rows: Array.from({ length: 60 }, (_, row) => ({ row, text })) }),
};

const capturing: EnableOptions = { contentCaptureRate: 1 };

/** Puts the process into the state of a mode, and enables. */
const modes: Readonly<Record<string, (options: EnableOptions) => void>> = {
  standalone: (options) => void enable(options),
  parallel: (options) => void enable({ ...options, mode: 'parallel' }),
  attach: (options) => {
    const own = new SimpleSpanProcessor(new InMemorySpanExporter());
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [own] }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    expect(enable(options).mode).toBe('attach');
  },
};

/**
 * Gives every text to a point in a shape, all points in turn.
 *
 * @returns All that was exported.
 */
async function exported(
  texts: readonly string[],
  random: Random,
  enableMode = modes.standalone,
  options = capturing,
): Promise<Buffer> {
  proxy.reset();
  enableMode?.(options);
  const points = Object.values(contentPoints);
  const offset = random.integer(0, points.length - 1);
  for (const [index, text] of texts.entries()) {
    await points[(index + offset) % points.length]?.(
      random.pick(Object.values(shapes))(text),
      `event ${index}`,
    );
  }
  await disable();
  for (const api of [trace, context, propagation]) {
    api.disable();
  }
  return Buffer.concat([...proxy.bodies]);
}

/** A secret, the halves of it that a cut may leave, and what JSON, and JSON in JSON, make of them. */
function formsOf(secret: string): string[] {
  const half = Math.ceil(secret.length / 2);
  // Short halves may stand elsewhere by chance.
  const halves = half > 9 ? [secret.slice(0, half), secret.slice(-half)] : [];
  return [secret, ...halves].flatMap((form) => {
    const escaped = JSON.stringify(form).slice(1, -1);
    return [form, escaped, JSON.stringify(escaped).slice(1, -1)];
  });
}

/** Which of the planted secrets are in a payload. */
function leaked(corpus: readonly CorpusText[], payload: Buffer): string[] {
  return corpus.flatMap(({ carrier, secrets }) =>
    secrets
      .filter(({ value }) => formsOf(value).some((form) => payload.includes(form)))
      .map(({ kind, value }) => `${kind} in ${carrier}: ${value}`),
  );
}

const textsOf = (corpus: readonly CorpusText[]) => corpus.map(({ text }) => text);

it('every point exports what it is given, so that it is worth looking for secrets there', async () => {
  for (const [name, point] of Object.entries(contentPoints)) {
    proxy.reset();
    enable(capturing);
    await point('a harmless text', 'event 1');
    await disable();
    const isExported = Buffer.concat([...proxy.bodies]).includes('a harmless text');
    // We write the class of an exception, and never its message.
    expect([name, isExported]).toEqual([name, !name.startsWith('an exception in ')]);
  }
});

it('the search finds secrets where nothing is scrubbed', async () => {
  const corpus = createCorpus({ seed: 1, perKind: 1 });
  const unscrubbed = { ...capturing, scrubber: 'none' } as const;
  const payload = await exported(textsOf(corpus), new Random(1), modes.standalone, unscrubbed);
  expect(leaked(corpus, payload).length).toBeGreaterThan(20);
});

it.each(Object.entries(modes))(
  '%s: no planted secret is in anything that we export',
  async (_, enableMode) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const corpus = createCorpus({ seed, perKind: 4 });
        const payload = await exported(textsOf(corpus), new Random(seed), enableMode);
        expect(payload.length).toBeGreaterThan(10_000);
        expect(leaked(corpus, payload)).toEqual([]);
      }),
      { numRuns: NUM_RUNS, endOnFailure: true },
    );
  },
);
