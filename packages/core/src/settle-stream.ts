import type { Context } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { settleWhenCollected } from './collected';
import { type OnSettled, type OnValue, SUCCESS } from './completion';
import { intercept } from './intercept';
import { endWhenDone, isAsyncIterable, observeAsyncIterable } from './settle-iterator';

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

/** Whether a value is a web `ReadableStream`, of any realm. */
export function isWebStream(value: object): value is ReadableStream<unknown> {
  return Object.prototype.toString.call(value) === '[object ReadableStream]';
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
  return Object.prototype.toString.call(value) === '[object Response]' && 'body' in value;
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
  const isByteStream = acceptsByobReader(stream);
  const reader = stream.getReader();
  async function pull(controller: ReadableStreamController<unknown>): Promise<void> {
    try {
      const { done, value } = await callInContext(context, () => reader.read(), undefined);
      if (!done) {
        (controller as ReadableStreamDefaultController<unknown>).enqueue(value);
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
    return callInContext(context, () => reader.cancel(reason), undefined);
  }
  const wrapped = isByteStream
    ? (new ReadableStream({ type: 'bytes', pull, cancel }) as ReadableStream<unknown>)
    : new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  settleWhenCollected(wrapped, onSettled);
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
  if (readable.destroyed === true || readable.readableEnded === true) {
    onSettled(SUCCESS);
    return readable;
  }
  readable.on('end', () => onSettled(SUCCESS));
  readable.on('close', () => {
    const { errored } = readable;
    onSettled(errored ? { isError: true, error: errored } : SUCCESS);
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
  const end = (result: unknown): unknown => {
    onValue?.(result);
    onSettled(SUCCESS);
    return result;
  };
  // Node reads for `json()` through a reader of the same body, which is done before `json()` is.
  let isReadWhole = false;
  const observeReader = (reader: unknown): unknown => {
    intercept(reader as object, ['read'], context, onSettled, (result) =>
      isReadWhole ? result : endWhenDone(result, onSettled),
    );
    intercept(reader as object, ['cancel'], context, onSettled, end);
    return reader;
  };
  intercept(
    response,
    ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'],
    context,
    onSettled,
    end,
    () => {
      isReadWhole = true;
    },
  );
  intercept(body, ['cancel', 'pipeTo'], context, onSettled, end);
  intercept(body, ['getReader'], context, onSettled, observeReader);
  if (isAsyncIterable(body)) {
    observeAsyncIterable(body, context, onSettled);
  }
  settleWhenCollected(response, onSettled);
  return response;
}
