import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { currentRun, event, type RunContext, step } from '../src';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };

describe.each(SDK_LINES)('what a function returns, with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  const isEnded = () => tracing.endedSpans().length === 1;
  const status = () =>
    tracing.spanNamed('botanu.run/Support').events.find(({ name }) => name === 'botanu.run.completed')
      ?.attributes?.status;

  describe('values', () => {
    class Query {
      readonly rows = [1];
    }
    it.each([
      [[1, 2]],
      [new Map([[1, 2]])],
      [new Set([1])],
      [new Map([[1, 2]]).values()],
      [[1, 2][Symbol.iterator]()],
      ['text'],
      [0],
      [undefined],
      [null],
      [Symbol.iterator],
      [new Uint8Array(3)],
      [new Query()],
      [() => 1],
      [Object.freeze({ frozen: true })],
      [Object.create(null)],
    ])('%p comes back as the same value, finished at once', (value) => {
      expect(event(ticket, () => value)).toBe(value);
      expect(isEnded()).toBe(true);
      expect(status()).toBe('success');
    });
  });

  describe('of a step', () => {
    const stepEnded = () => tracing.endedSpans().some(({ name }) => name === 'botanu.step/retrieval');

    it('ends the step when a generator has', () => {
      const generator = step('retrieval', function* () {
        yield 1;
        yield 2;
      });
      expect(generator.next()).toEqual({ done: false, value: 1 });
      expect(stepEnded()).toBe(false);
      expect([...generator]).toEqual([2]);
      expect(stepEnded()).toBe(true);
    });

    it('ends the step when a stream has been read, or cancelled', async () => {
      const stream = step('retrieval', () => new Blob(['Dear acme']).stream());
      expect(stepEnded()).toBe(false);
      expect(await new Response(stream).text()).toBe('Dear acme');
      expect(stepEnded()).toBe(true);
    });

    it('gives the same promise of a subclass, the same Readable, the same Response', async () => {
      class Lazy<T> extends Promise<T> {}
      const values = [Lazy.resolve(7), Readable.from(['a']), new Response('Dear acme')] as const;
      for (const value of values) {
        expect(step('retrieval', () => value)).toBe(value);
      }
      expect(stepEnded()).toBe(false);
      await values[0];
      expect(stepEnded()).toBe(true);
    });

    it('wraps functions of all of them', async () => {
      const retrieve = step('retrieval')(async function* (words: string) {
        yield words;
      });
      for await (const words of retrieve('password')) {
        expect(words).toBe('password');
        expect(stepEnded()).toBe(false);
      }
      expect(stepEnded()).toBe(true);
    });
  });

  it('a promise that another is taken from ends the run with that one', async () => {
    class Lazy<T> extends Promise<T> {
      map<U>(change: (value: T) => U): Lazy<U> {
        // Without `then`, as openai's `_thenUnwrap()` does it.
        return new Lazy<U>((resolve) => setImmediate(() => resolve(change(7 as T))));
      }
    }
    const taken = event(ticket, () => Lazy.resolve(7) as Lazy<number>).map((value) => value + 1);
    expect(isEnded()).toBe(false);
    expect(await taken).toBe(8);
    expect(isEnded()).toBe(true);
  });

  it('a response that is read whole ends the run when what it held is known', async () => {
    const response = await event(ticket, async () => new Response('{"ok":true}'));
    const reading = response.json();
    expect(isEnded()).toBe(false);
    expect(await reading).toEqual({ ok: true });
    expect(isEnded()).toBe(true);
  });

  describe('objects that throw when they are looked at', () => {
    const refuse = (): never => {
      throw new Error('do not look');
    };
    const untouchable = new Proxy(
      {},
      { get: refuse, has: refuse, getPrototypeOf: refuse, defineProperty: refuse },
    );

    it('come back as the same object, also out of a promise', async () => {
      expect(event(ticket, () => untouchable) === untouchable).toBe(true);
      expect(status()).toBe('success');
      const guarded = {
        get on(): never {
          return refuse();
        },
      };
      expect(await event({ ...ticket, workflow: 'Async' }, async () => guarded)).toBe(guarded);
      expect(tracing.spanNamed('botanu.run/Async').ended).toBe(true);
    });
  });

  describe('promises', () => {
    it('of another realm are promises of that realm', async () => {
      const foreign = runInNewContext('Promise.resolve(7)') as Promise<number>;
      expect(foreign).not.toBeInstanceOf(Promise);
      await expect(event(ticket, () => foreign)).resolves.toBe(7);
      expect(status()).toBe('success');
    });

    it('that are handled are not reported', async () => {
      const report = jest.fn();
      process.on('unhandledRejection', report);
      await event(ticket, () => Promise.reject(new Error('handled'))).catch(() => {});
      await delay(5);
      process.off('unhandledRejection', report);
      expect(report).not.toHaveBeenCalled();
    });
  });

  describe('thenables', () => {
    /** Starts its work when `then` is called, like a query builder. */
    class LazyQuery implements PromiseLike<number> {
      executions = 0;
      executedIn: RunContext | undefined;
      where(): this {
        return this;
      }
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested.
      then<A = number, B = never>(
        onFulfilled?: ((value: number) => A | PromiseLike<A>) | null,
        onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
      ): Promise<A | B> {
        this.executions += 1;
        this.executedIn = currentRun();
        return Promise.resolve(this.executions).then(onFulfilled, onRejected);
      }
    }

    it('come back as the same object, are not started by us, and end the run when they are awaited', async () => {
      const query = new LazyQuery();
      const returned = event(ticket, () => query);
      expect(returned).toBe(query);
      expect(returned.where()).toBe(query);
      expect(Object.keys(returned)).toEqual(['executions', 'executedIn']);
      await delay(2);
      expect(query.executions).toBe(0);
      expect(isEnded()).toBe(false);
      expect(await returned).toBe(1);
      expect(query.executions).toBe(1);
      expect(query.executedIn?.eventId).toBe('ticket-42');
      expect(currentRun()).toBeUndefined();
      await returned.then(() => expect(currentRun()).toBeUndefined());
      expect(status()).toBe('success');
    });

    it('that are frozen are finished at once', async () => {
      const query = Object.freeze(new LazyQuery());
      expect(event(ticket, () => query)).toBe(query);
      expect(isEnded()).toBe(true);
    });

    it('of a promise subclass keep their class, their methods and their outcome', async () => {
      class Call<T> extends Promise<T> {
        id(): string {
          return 'call-1';
        }
      }
      const error = new RangeError('no');
      const call = event(ticket, () => Call.reject(error) as Call<number>);
      expect(call).toBeInstanceOf(Call);
      expect(call.id()).toBe('call-1');
      await expect(call).rejects.toBe(error);
      expect(status()).toBe('failure');
    });
  });

  describe('generators', () => {
    function* count(
      run: RunContext,
      seen: (RunContext | undefined)[],
    ): Generator<number, string, string | undefined> {
      try {
        for (let value = 1; value <= 3; value += 1) {
          seen.push(currentRun());
          yield value;
        }
        return run.eventId;
      } finally {
        seen.push(currentRun());
      }
    }
    async function* countAsync(seen: (RunContext | undefined)[]): AsyncGenerator<number> {
      try {
        for (let value = 1; value <= 3; value += 1) {
          await delay(1);
          seen.push(currentRun());
          yield value;
        }
      } finally {
        seen.push(currentRun());
      }
    }

    it('are generators, whose steps run in the run, and which end it', () => {
      const seen: (RunContext | undefined)[] = [];
      let run: RunContext | undefined;
      const generator = event(ticket, (current) => {
        run = current;
        return count(current, seen);
      });
      expect(Object.prototype.toString.call(generator)).toBe('[object Generator]');
      expect(isEnded()).toBe(false);
      expect([...generator]).toEqual([1, 2, 3]);
      expect(seen).toEqual([run, run, run, run]);
      expect(status()).toBe('success');
      expect(currentRun()).toBeUndefined();
    });

    it('keep what next() is sent, what they return, and delegation', () => {
      const generator = event(ticket, (run) => count(run, []));
      function* outer(): Generator<number, string, string | undefined> {
        return yield* generator;
      }
      const iterator = outer();
      expect([iterator.next(), iterator.next('x'), iterator.next(), iterator.next()]).toEqual([
        { done: false, value: 1 },
        { done: false, value: 2 },
        { done: false, value: 3 },
        { done: true, value: 'ticket-42' },
      ]);
    });

    it('end the run at break, in the run', () => {
      const seen: (RunContext | undefined)[] = [];
      const generator = event(ticket, (run) => count(run, seen));
      for (const value of generator) {
        expect(value).toBe(1);
        break;
      }
      expect(status()).toBe('success');
      expect(seen[1]).toBeDefined();
      expect(seen[1]).toBe(seen[0]);
    });

    it('end the run when something is thrown into them', () => {
      const error = new RangeError('no');
      const generator = event(ticket, (run) => count(run, []));
      generator.next();
      expect(() => generator.throw(error)).toThrow(error);
      expect(status()).toBe('failure');
    });

    it('of the async kind are async generators', async () => {
      const seen: (RunContext | undefined)[] = [];
      const generator = event(ticket, () => countAsync(seen));
      expect(Object.prototype.toString.call(generator)).toBe('[object AsyncGenerator]');
      const values: number[] = [];
      for await (const value of generator) {
        expect(currentRun()).toBeUndefined();
        values.push(value);
      }
      expect(values).toEqual([1, 2, 3]);
      expect(new Set(seen).size).toBe(1);
      expect(seen[0]).toBeDefined();
      expect(status()).toBe('success');
    });

    it('of the async kind end at break, and at errors', async () => {
      for await (const _ of event(ticket, () => countAsync([]))) {
        break;
      }
      expect(status()).toBe('success');
      const error = new RangeError('no');
      const failing = event({ ...ticket, workflow: 'Failing' }, async function* () {
        yield 1;
        throw error;
      });
      await failing.next();
      await expect(failing.next()).rejects.toBe(error);
      expect(tracing.spanNamed('botanu.run/Failing').status.code).toBe(2);
    });

    it('that a promise is fulfilled with are treated alike', async () => {
      const generator = await event(ticket, async () => countAsync([]));
      expect(isEnded()).toBe(false);
      for await (const _ of generator) {
        // read to the end
      }
      expect(isEnded()).toBe(true);
    });

    it('that are iterables of their own kind come back as the same object', async () => {
      class Stream implements AsyncIterable<number> {
        readonly controller = new AbortController();
        async *[Symbol.asyncIterator](): AsyncGenerator<number> {
          yield 1;
          yield 2;
        }
      }
      const stream = new Stream();
      const returned = await event(ticket, async () => stream);
      expect(returned).toBe(stream);
      expect(isEnded()).toBe(false);
      const values: number[] = [];
      for await (const value of returned) {
        values.push(value);
      }
      expect(values).toEqual([1, 2]);
      expect(status()).toBe('success');
    });
  });

  describe('web streams', () => {
    function chunks(seen: (RunContext | undefined)[] = []): ReadableStream<string> {
      let count = 0;
      return new ReadableStream(
        {
          pull(controller) {
            seen.push(currentRun());
            count += 1;
            if (count > 3) {
              controller.close();
            } else {
              controller.enqueue(`chunk ${count}`);
            }
          },
        },
        { highWaterMark: 0 },
      );
    }

    it('are read to the end, chunk by chunk, and nothing is read ahead', async () => {
      const seen: (RunContext | undefined)[] = [];
      const stream = event(ticket, () => chunks(seen));
      expect(stream).toBeInstanceOf(ReadableStream);
      await delay(2);
      expect(seen).toHaveLength(0);
      const reader = stream.getReader();
      expect(await reader.read()).toEqual({ done: false, value: 'chunk 1' });
      expect(seen).toHaveLength(1);
      expect(isEnded()).toBe(false);
      await reader.read();
      await reader.read();
      expect((await reader.read()).done).toBe(true);
      expect(status()).toBe('success');
      expect(new Set(seen).size).toBe(1);
      expect(seen[0]).toBeDefined();
    });

    it('hand a cancellation on, and end', async () => {
      const cancel = jest.fn();
      const stream = event(ticket, () => new ReadableStream({ cancel }));
      await stream.cancel('enough');
      expect(cancel).toHaveBeenCalledWith('enough');
      expect(status()).toBe('success');
    });

    it('end at an error, with the same error', async () => {
      const error = new RangeError('no');
      const stream = event(ticket, () => new ReadableStream({ pull: () => Promise.reject(error) }));
      await expect(stream.getReader().read()).rejects.toBe(error);
      expect(status()).toBe('failure');
    });

    it('of bytes are of bytes', async () => {
      const stream = event(
        ticket,
        () =>
          new ReadableStream({
            type: 'bytes',
            pull(controller) {
              controller.enqueue(new Uint8Array([1, 2, 3]));
              controller.close();
            },
          }) as ReadableStream<Uint8Array>,
      );
      const reader = stream.getReader({ mode: 'byob' });
      const first = await reader.read(new Uint8Array(2));
      expect([...(first.value as Uint8Array)]).toEqual([1, 2]);
      expect([...((await reader.read(new Uint8Array(2))).value as Uint8Array)]).toEqual([3]);
      expect((await reader.read(new Uint8Array(2))).done).toBe(true);
      expect(status()).toBe('success');
    });

    it('that somebody reads already are left alone', () => {
      const stream = chunks();
      stream.getReader();
      expect(event(ticket, () => stream)).toBe(stream);
      expect(isEnded()).toBe(true);
    });
  });

  describe('a Node Readable', () => {
    it('is the same object, and ends the run when it ends', async () => {
      const readable = Readable.from(['a', 'b']);
      expect(event(ticket, () => readable)).toBe(readable);
      expect(isEnded()).toBe(false);
      const read: string[] = [];
      for await (const chunk of readable) {
        read.push(chunk);
      }
      expect(read).toEqual(['a', 'b']);
      expect(status()).toBe('success');
    });

    it('that is destroyed with an error ends the run as a failure, and the error stays the application’s', async () => {
      const readable = new Readable({ read() {} });
      event(ticket, () => readable);
      expect(readable.listenerCount('error')).toBe(0);
      const error = new RangeError('no');
      const emitted = new Promise((resolve) => readable.once('error', resolve));
      readable.destroy(error);
      await expect(emitted).resolves.toBe(error);
      await delay(1);
      expect(status()).toBe('failure');
    });

    it('that is gone already is finished', () => {
      const readable = new Readable({ read() {} }).destroy();
      event(ticket, () => readable);
      expect(isEnded()).toBe(true);
    });
  });

  describe('a Response', () => {
    it.each([
      ['json()', (response: Response) => response.json()],
      ['text()', (response: Response) => response.text()],
      ['arrayBuffer()', (response: Response) => response.arrayBuffer()],
      [
        'its reader',
        async (response: Response) => {
          const reader = (response.body as ReadableStream).getReader();
          while (!(await reader.read()).done) {
            // read to the end
          }
        },
      ],
      [
        'for await',
        async (response: Response) => {
          for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>) {
            // read to the end
          }
        },
      ],
      ['body.cancel()', (response: Response) => (response.body as ReadableStream).cancel()],
    ])('is the same object, and ends the run when it was read by %s', async (_, read) => {
      const response = new Response('{"answer":42}', { headers: { 'x-id': '1' } });
      const returned = await event(ticket, async () => response);
      expect(returned).toBe(response);
      expect(returned.ok).toBe(true);
      expect(isEnded()).toBe(false);
      await read(returned);
      expect(status()).toBe('success');
    });

    it('without a body is finished at once', () => {
      event(ticket, () => new Response(null, { status: 204 }));
      expect(isEnded()).toBe(true);
    });

    it('whose body breaks off ends the run as a failure', async () => {
      const error = new RangeError('no');
      const body = new ReadableStream({ pull: () => Promise.reject(error) });
      const response = event(ticket, () => new Response(body));
      await expect(response.text()).rejects.toBe(error);
      expect(status()).toBe('failure');
    });
  });
});
