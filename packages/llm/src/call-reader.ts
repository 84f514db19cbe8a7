import { defineHidden, isPlainPromise, safely, whenCollected } from '@botanu/core/authoring';
import { asFields } from './fields';
import type { LlmCallSpan } from './llm-call';

type Parse = (...parameters: unknown[]) => unknown;

/**
 * Reads, for a call, what a function returns: a response, a stream, or a promise of either, in whichever way the
 * application asks the promise for it (`await`, `.withResponse()`, `.asResponse()`).
 */
export class CallReader {
  readonly #call: LlmCallSpan;
  #hasRawResponse = false;
  /** A client may hand out the same value by several of its methods. */
  #lastRead: WeakRef<object> | undefined;

  /**
   * @param call - Is told of everything.
   */
  constructor(call: LlmCallSpan) {
    this.#call = call;
    call.holdFailures();
  }

  /**
   * Runs a function inside the call, and reads what it returns.
   *
   * @param fn - Called once.
   * @returns What `fn` returned.
   */
  run<T>(fn: () => T): T {
    return this.#call.run(
      () => {
        const result = fn();
        safely('watch what a client returned', () => this.#watchParsing(result));
        return result;
      },
      (value) => this.#read(value),
    );
  }

  /**
   * Reads what the application is about to get. Never throws.
   *
   * @param value - Anything.
   */
  #read(value: unknown): void {
    safely('read what a client returned', () => {
      if (typeof value === 'string' && this.#hasRawResponse) {
        this.#call.setResponse(jsonIn(value));
      } else if (typeof value === 'object' && value !== null && this.#lastRead?.deref() !== value) {
        this.#lastRead = new WeakRef(value);
        this.#readObject(value);
      }
    });
  }

  #readObject(value: object): void {
    if (isRawResponse(value)) {
      this.#noteRawResponse();
      return;
    }
    this.#call.setResponse(value);
    this.#call.observeStream(value);
    this.#call.onReturn(value);
  }

  /** The body is the application's to read: where it is not read as JSON or text, the usage stays unknown. */
  #noteRawResponse(): void {
    if (!this.#hasRawResponse) {
      this.#hasRawResponse = true;
      this.#call.beforeEnd(() => this.#markUnread());
    }
  }

  #markUnread(): void {
    if (!this.#call.hasResponse) {
      this.#call.setFacts({}, true);
    }
  }

  /**
   * Keeps the call open while a client of Stainless (openai, Anthropic, Groq) parses its response: `withResponse()`
   * hands out the raw response meanwhile, and its body has been read before what is in it is known. The promise itself
   * is never asked for anything.
   */
  #watchParsing(promise: unknown): void {
    const fields = asFields(promise);
    const parse = fields?.parseResponse;
    if (fields === undefined || typeof parse !== 'function') {
      return;
    }
    const watch = (parsed: unknown): unknown => this.#watchParsed(parsed);
    defineHidden(fields, 'parseResponse', function parseResponse(this: unknown, ...parameters: unknown[]) {
      return watch((parse as Parse).apply(this, parameters));
    });
    this.#endWhenCollected(fields);
  }

  #watchParsed(parsed: unknown): unknown {
    if (!isPlainPromise(parsed)) {
      return parsed;
    }
    const release = this.#call.hold();
    return parsed.then(
      (value) => {
        this.#read(value);
        release();
        return value;
      },
      (error: unknown) => {
        this.#call.setError(error);
        release();
        throw error;
      },
    );
  }

  /**
   * A promise that nobody awaits ends its call when it is collected. In a scope of its own: what waits for that must not
   * hold anything that reaches the promise, as its `parseResponse` may.
   */
  #endWhenCollected(promise: object): void {
    whenCollected(promise, () => {
      if (!this.#hasRawResponse && !this.#call.scope.isEnded) {
        this.#markUnread();
        this.#call.scope.end({ isError: false });
      }
    });
  }
}

/** A raw `Response` of fetch, which clients hand out by `asResponse()`. */
function isRawResponse(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Response]';
}

function jsonIn(text: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
