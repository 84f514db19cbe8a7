import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getRuntime } from '@botanu/core/authoring';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { diag, SpanStatusCode } from '@opentelemetry/api';
import { type LlmCall, trackLlmCall } from '../src';

const CHUNKS = [
  { id: 'c1', model: 'm1', choices: [{ delta: { content: 'a' } }] },
  { id: 'c1', choices: [{ delta: {}, finish_reason: 'stop' }] },
  { id: 'c1', choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } },
];
const gpt = { provider: 'openai', model: 'gpt-4o' };

async function* generate(fail?: Error) {
  yield* CHUNKS.slice(0, 2);
  if (fail !== undefined) {
    throw fail;
  }
  yield CHUNKS[2];
}
const webStream = () =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of CHUNKS) {
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });

/** Made as clients of Stainless make it. */
class SdkStream {
  readonly controller = new AbortController();
  constructor(private readonly iterator: () => AsyncIterator<unknown>) {}
  [Symbol.asyncIterator]() {
    return this.iterator();
  }
}

describe('a stream that is observed', () => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start();
  });
  afterEach(() => tracing.stop());
  const attributes = () => tracing.spanNamed('chat gpt-4o').attributes;
  const usage = () => [
    attributes()['gen_ai.usage.input_tokens'],
    attributes()['gen_ai.usage.output_tokens'],
    attributes()['botanu.usage.estimated'],
  ];
  /** Observes a stream, and returns at once. */
  const observe = <T>(stream: T): T => {
    let observed: T | undefined;
    trackLlmCall(gpt, (call: LlmCall) => {
      observed = call.observeStream(stream);
    });
    expect(tracing.endedSpans()).toEqual([]);
    return observed as T;
  };
  const readAll = async (stream: AsyncIterable<unknown>): Promise<unknown[]> => {
    const chunks: unknown[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
    }
    return chunks;
  };

  it.each([
    ['an async generator', () => generate()],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: () => generate() })],
    ["an SDK's stream", () => new SdkStream(() => generate())],
    ['a web stream', webStream],
    ['the stream of a response', () => ({ $metadata: {}, stream: generate() })],
    ['the body of a response', () => ({ $metadata: {}, body: generate() })],
  ])('%s: the same object, the same chunks', async (_, make) => {
    const stream = make();
    expect(observe(stream)).toBe(stream);
    const { stream: inner, body } = stream as { stream?: unknown; body?: unknown };
    const chunks = await readAll((inner ?? body ?? stream) as AsyncIterable<unknown>);
    expect(chunks).toEqual(CHUNKS);
    expect(chunks.every((chunk, index) => chunk === CHUNKS[index])).toBe(true);
    expect(usage()).toEqual([10, 5, undefined]);
    expect(attributes()['gen_ai.response.time_to_first_chunk']).toBeGreaterThanOrEqual(0);
  });

  it('a web stream by each of its methods', async () => {
    const reader = observe(webStream()).getReader();
    while (!(await reader.read()).done) {
      // read
    }
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it.each([
    ['pipeTo', (stream: ReadableStream) => stream.pipeTo(new WritableStream())],
    ['pipeThrough', (stream: ReadableStream) => readAll(stream.pipeThrough(new TransformStream()))],
    ['tee', (stream: ReadableStream) => Promise.all(stream.tee().map((half) => readAll(half)))],
    ['values', (stream: ReadableStream) => readAll(stream.values())],
  ])('a web stream by %s()', async (_, read) => {
    await read(observe(webStream()));
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('a web stream that is cancelled', async () => {
    const reader = observe(webStream()).getReader();
    await reader.read();
    await reader.cancel();
    expect(usage()).toEqual([undefined, undefined, true]);
  });

  it('nothing is read ahead, and chunks come at once', async () => {
    let produced = 0;
    async function* slow() {
      for (const chunk of CHUNKS) {
        produced += 1;
        yield chunk;
      }
    }
    const stream = observe(slow());
    expect(produced).toBe(0);
    await stream.next();
    expect(produced).toBe(1);
    await stream.return(undefined);
    expect(usage()).toEqual([undefined, undefined, true]);
  });

  it('an error reaches the application, and its class the span', async () => {
    const error = new RangeError('secret');
    await expect(readAll(observe(generate(error)))).rejects.toBe(error);
    expect(attributes()['error.type']).toBe('RangeError');
    expect(usage()).toEqual([undefined, undefined, true]);
    expect(tracing.spanNamed('chat gpt-4o').status.code).toBe(SpanStatusCode.ERROR);
  });

  it('break behind the last chunk loses nothing', async () => {
    for await (const chunk of observe(generate())) {
      if (chunk === CHUNKS[2]) {
        break;
      }
    }
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it('without usage it says so, once, and what to do', async () => {
    async function* withoutUsage() {
      yield* CHUNKS.slice(0, 2);
    }
    const warnings: string[] = [];
    const ignore = () => undefined;
    const warn = (...parts: unknown[]) => void warnings.push(parts.join(' '));
    diag.setLogger({ error: ignore, warn, info: ignore, debug: ignore, verbose: ignore });
    getRuntime().warned.clear();
    await readAll(observe(withoutUsage()));
    expect(usage()).toEqual([undefined, undefined, true]);
    await trackLlmCall(gpt, (call) => readAll(call.observeStream(withoutUsage())));
    diag.disable();
    expect(warnings).toEqual([
      expect.stringMatching(/BOTANU_USAGE_NOT_REPORTED: .*"openai".*include_usage: true/),
    ]);
  });

  it('a stream that is thrown away unread ends the call', async () => {
    setFlagsFromString('--expose_gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    (() => {
      void observe(generate());
    })();
    for (let round = 0; round < 20 && tracing.endedSpans().length === 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collectGarbage();
    }
    expect(usage()).toEqual([undefined, undefined, true]);
  });

  it('a helper with events is listened to, and its errors stay its own', () => {
    class Helper extends EventEmitter {
      errored = false;
      aborted = false;
      finalChatCompletion(): void {}
    }
    const helper = new Helper();
    observe(helper);
    expect(helper.eventNames()).not.toContain('error');
    for (const chunk of CHUNKS) {
      helper.emit('chunk', chunk);
    }
    helper.emit('end');
    expect(usage()).toEqual([10, 5, undefined]);
  });

  it.each([[undefined], [7], ['text'], [{}], [Object.freeze({ [Symbol.asyncIterator]: () => generate() })]])(
    '%p is given back, and the call ends with the function',
    (value) => {
      trackLlmCall(gpt, (call) => {
        expect(call.observeStream(value)).toBe(value);
      });
      expect(tracing.endedSpans()).toHaveLength(1);
    },
  );

  it('a stream of something else passes, unmarked', async () => {
    async function* letters() {
      yield 'a';
      yield 'b';
    }
    expect(await readAll(observe(letters()))).toEqual(['a', 'b']);
    expect(usage()).toEqual([undefined, undefined, undefined]);
  });

  it('a stream that the function returns is the same object, observed once', async () => {
    const stream = new SdkStream(() => generate());
    const returned = await trackLlmCall(gpt, async (call) => call.observeStream(stream));
    expect(returned).toBe(stream);
    expect(await readAll(returned)).toEqual(CHUNKS);
    expect(usage()).toEqual([10, 5, undefined]);
  });
});
