import { defineHidden, isPlainPromise, isWebStream, safely } from '@botanu/core/authoring';
import type { StreamObserver } from './observe-stream';

type Method = (...parameters: unknown[]) => unknown;

/**
 * Watches the chunks of a stream, in place. Each chunk is looked at as the application gets it, never before, and is
 * handed on at once.
 *
 * @param stream - An async iterable, an async iterator, or a web stream.
 * @param observer - Is told of chunks, and of the end.
 * @returns False where the stream cannot be watched.
 */
export function observeChunks(stream: object, observer: StreamObserver): boolean {
  if (isWebStream(stream)) {
    return observeWebStream(stream, observer);
  }
  // Clients made by Stainless have `iterator()`, which both `for await` and `tee()` call.
  const name =
    typeof (stream as { iterator?: unknown }).iterator === 'function' ? 'iterator' : Symbol.asyncIterator;
  if (typeof (stream as { next?: unknown }).next === 'function') {
    return observeIterator(stream, observer);
  }
  return replace(stream, name, (original) => {
    return function iterate(this: unknown, ...parameters) {
      const iterator = original.apply(this, parameters) as object;
      safely('observe the iterator of a stream', () => observeIterator(iterator, observer));
      return iterator;
    };
  });
}

/** Replaces a method of the application's object, hidden from enumeration. */
function replace(target: object, name: PropertyKey, makeReplacement: (original: Method) => Method): boolean {
  const original = (target as Record<PropertyKey, unknown>)[name];
  return typeof original === 'function' && defineHidden(target, name, makeReplacement(original as Method));
}

function observeIterator(iterator: object, observer: StreamObserver): boolean {
  const look = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (result.done === true) {
      observer.onEnd(true);
    } else {
      observer.onChunk(result.value);
    }
    return result;
  };
  const end = <T>(result: T): T => {
    observer.onEnd(false);
    return result;
  };
  const fail = (error: unknown): never => {
    observer.onError(error);
    throw error;
  };
  replace(iterator, 'return', (original) => observed(original, end, fail));
  replace(iterator, 'throw', (original) => observed(original, end, fail));
  return replace(iterator, 'next', (original) =>
    observed(original, look as (result: unknown) => unknown, fail),
  );
}

/** The method, and a look at what its promise is fulfilled with. */
function observed(
  original: Method,
  look: (result: unknown) => unknown,
  fail: (error: unknown) => never,
): Method {
  return function observedMethod(this: unknown, ...parameters) {
    const result = original.apply(this, parameters);
    return isPlainPromise(result) ? result.then(look, fail) : look(result);
  };
}

/** A web stream can be read by many methods; those that Node answers inside itself read a copy. */
function observeWebStream(stream: ReadableStream<unknown>, observer: StreamObserver): boolean {
  if (stream.locked) {
    return false;
  }
  const getReader = stream.getReader.bind(stream) as () => ReadableStreamDefaultReader<unknown>;
  const iterate = (_: Method): Method => {
    return (options) => {
      const copy = copyOf(getReader(), observer);
      return (copy as unknown as { values(options: unknown): unknown }).values(options);
    };
  };
  for (const name of ['pipeTo', 'pipeThrough', 'tee'] as const) {
    replace(stream, name, (original) => (...parameters) => {
      return original.apply(copyOf(getReader(), observer), parameters);
    });
  }
  replace(stream, 'values', iterate);
  replace(stream, Symbol.asyncIterator, iterate);
  return replace(stream, 'getReader', (original) => (...parameters) => {
    const reader = original.apply(stream, parameters) as object;
    observeReader(reader, observer);
    return reader;
  });
}

function observeReader(reader: object, observer: StreamObserver): void {
  const fail = (error: unknown): never => {
    observer.onError(error);
    throw error;
  };
  const look = (result: unknown): unknown => {
    const { done, value } = result as ReadableStreamReadResult<unknown>;
    if (done) {
      observer.onEnd(true);
    } else {
      observer.onChunk(value);
    }
    return result;
  };
  replace(reader, 'read', (original) => observed(original, look, fail));
  replace(reader, 'cancel', (original) => {
    return function cancel(this: unknown, ...parameters) {
      observer.onEnd(false);
      return original.apply(this, parameters);
    };
  });
}

/** The same chunks, each read when it is asked for. */
function copyOf(
  reader: ReadableStreamDefaultReader<unknown>,
  observer: StreamObserver,
): ReadableStream<unknown> {
  observeReader(reader, observer);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
        } else {
          controller.enqueue(value);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
