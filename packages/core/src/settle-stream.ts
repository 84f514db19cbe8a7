import type { Context } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { whenCollected } from './collected';
import { type OnSettled, type OnValue, SUCCESS } from './completion';
import { intercept, methodNames, type OnResult } from './intercept';
import { isAsyncIterable, observeAsyncIterable } from './settle-iterator';

/** What we need of a Node `Readable`; core knows no Node built-in. */
interface NodeReadable {
  readonly readable: boolean;
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
  readonly errored?: Error | null;
  on(event: 'end' | 'close', listener: () => void): unknown;
  pipe(destination: unknown): unknown;
  read(): unknown;
}

/** What a platform calls its object, whatever realm or polyfill it is from. */
function tagOf(value: object): unknown {
  return (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
}

/**
 * Whether a value is a web stream, of any realm.
 * @example
 * ```ts
 * console.log(isWebStream(new Blob(['Dear acme']).stream()), isWebStream([])); // true false
 * ```
 */
export function isWebStream(value: object): value is ReadableStream<unknown> {
  return tagOf(value) === 'ReadableStream';
}

export function isNodeReadable(value: object): value is NodeReadable {
  const { on, pipe, read, readable } = value as Partial<NodeReadable>;
  return (
    typeof on === 'function' &&
    typeof pipe === 'function' &&
    typeof read === 'function' &&
    typeof readable === 'boolean'
  );
}

export function isResponse(value: object): value is Response {
  return tagOf(value) === 'Response' && 'body' in value;
}

function isReader(value: unknown): value is ReadableStreamReader<unknown> {
  return typeof (value as Partial<ReadableStreamDefaultReader> | undefined)?.releaseLock === 'function';
}

/**
 * Wraps a web stream: platforms read streams without calling any method that could be observed. Chunks pass at
 * once and unchanged, nothing is read ahead, a cancellation is handed on.
 *
 * @returns A stream of the same chunks, also of bytes where the original is; the original where it is locked.
 */
export function wrapWebStream(
  stream: ReadableStream<unknown>,
  context: Context,
  onSettled: OnSettled,
): ReadableStream<unknown> {
  if (stream.locked) {
    onSettled(SUCCESS);
    return stream;
  }
  const type = acceptsByobReader(stream) ? 'bytes' : undefined;
  const reader = stream.getReader();
  async function pull(controller: ReadableStreamController<unknown>): Promise<void> {
    try {
      const { done, value } = await callInContext(context, () => reader.read());
      if (!done) {
        controller.enqueue(value as never);
        return;
      }
    } catch (error) {
      onSettled({ isError: true, error });
      throw error;
    }
    onSettled(SUCCESS);
    controller.close();
    (controller as Partial<ReadableByteStreamController>).byobRequest?.respond(0);
  }
  function cancel(reason: unknown): Promise<void> {
    onSettled(SUCCESS);
    return callInContext(context, () => reader.cancel(reason));
  }
  const source = { type, pull, cancel } as UnderlyingDefaultSource<unknown>;
  const wrapped = new ReadableStream(source, { highWaterMark: 0 });
  whenCollected(wrapped, () => onSettled(SUCCESS));
  return wrapped;
}

function acceptsByobReader(stream: ReadableStream<unknown>): boolean {
  try {
    stream.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/**
 * Observes a Node `Readable`: it ends when it ends or closes. No `error` listener is added, since one would keep
 * an error that nobody handles from being thrown.
 *
 * @returns The same object.
 */
export function observeNodeReadable<T extends NodeReadable>(readable: T, onSettled: OnSettled): T {
  if (readable.destroyed || readable.readableEnded) {
    onSettled(SUCCESS);
    return readable;
  }
  readable.on('end', () => onSettled(SUCCESS));
  readable.on('close', () => {
    const { errored: error } = readable;
    onSettled(error ? { isError: true, error } : SUCCESS);
  });
  return readable;
}

/**
 * Observes a fetch `Response` in place: it is finished when its body has been read, by whichever method or
 * reader, or when it is thrown away. A response without a body is finished now.
 *
 * @returns The same object.
 */
export function observeResponse<T extends Response>(
  response: T,
  context: Context,
  onSettled: OnSettled,
  onValue: OnValue | undefined,
): T {
  const { body } = response;
  if (body === null || response.bodyUsed) {
    onSettled(SUCCESS);
    return response;
  }
  // The platform reads for `json()` through a reader of the same body, which is done before `json()` is.
  let isReadWhole = false;
  // Told, not compared: a closure that knew the response would keep it from ever being collected.
  function observe(target: object, isResponseItself: boolean): void {
    const names = methodNames(target, Object.prototype).filter((name) => name !== 'clone');
    const onResult: OnResult = (result, isAsync) => {
      if (isReader(result)) {
        observe(result, false);
      } else if (isAsync && (result as Partial<IteratorResult<unknown>> | undefined)?.done !== false) {
        if (isResponseItself) {
          onValue?.(result);
        }
        if (isResponseItself || !isReadWhole) {
          onSettled(SUCCESS);
        }
      }
      return result;
    };
    intercept(target, names, context, onSettled, onResult, () => {
      isReadWhole ||= isResponseItself;
    });
  }
  observe(body, false);
  observe(response, true);
  if (isAsyncIterable(body)) {
    observeAsyncIterable(body, context, onSettled);
  }
  whenCollected(response, () => onSettled(SUCCESS));
  return response;
}
