import type { ClientRequest, Agent as HttpAgent, IncomingMessage, request } from 'node:http';
import { nodeHttp, nodeHttps } from './node-http';
import type { TlsOptions } from './types';
import { untraced } from './untraced';

/** An answer of OTLP is a few bytes. What is longer comes from something else. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** An answer, as far as anybody looks at it. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What came of a request: an answer, or the reason why there is none. */
export type HttpResult =
  | HttpAnswer
  | {
      readonly status: undefined;
      /** An error code of Node, such as `ECONNREFUSED`, or `TIMEOUT`. Never a message: it may name secrets. */
      readonly errorCode: string;
      /** Whether all of the request had been written, so that the other side may have taken it. */
      readonly mayHaveArrived: boolean;
      /** Whether it failed on a connection that the other side had perhaps just closed as idle. */
      readonly wasReusedConnection: boolean;
    };

/** Settings of an {@link HttpClient}. */
export interface HttpClientOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly tls: TlsOptions;
}

/**
 * Posts bodies to one URL over kept-alive connections. A request that is not answered in time has its connection
 * destroyed. Nothing here keeps the process alive, and no request is traced.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent: HttpAgent;
  readonly #request: typeof request;

  /** @param options - Where to, and how. */
  constructor(options: HttpClientOptions) {
    this.#options = options;
    const isTls = options.url.protocol === 'https:';
    const { Agent, request } = isTls ? nodeHttps() : nodeHttp();
    const tls = isTls ? options.tls : {};
    this.#agent = new Agent({ keepAlive: true, maxSockets: options.maxConnections, ...tls });
    this.#request = request;
  }

  /**
   * Sends a body, once.
   *
   * @param body - As it goes over the wire.
   * @param headers - Beside those of all requests.
   */
  post(body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpResult> {
    return untraced(() => this.#post(body, headers));
  }

  /** Destroys every connection; what is in flight fails. */
  close(): void {
    this.#agent.destroy();
  }

  #post(body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpResult> {
    return new Promise((resolve) => {
      const request = this.#request(this.#options.url, {
        method: 'POST',
        agent: this.#agent,
        headers: { ...this.#options.headers, ...headers, 'content-length': String(body.byteLength) },
      });
      const deadline = setTimeout(() => request.destroy(new TimeoutError()), this.#options.timeoutMs).unref();
      const finish = (result: HttpResult): void => {
        clearTimeout(deadline);
        resolve(result);
      };
      let isWritten = false;
      request.on('finish', () => {
        isWritten = true;
      });
      // Who waits for us keeps the process alive; we do not.
      request.on('socket', (socket) => socket.unref());
      request.on('error', (error) => finish(failure(request, error, isWritten)));
      request.on('response', (response) => {
        readAnswer(response, (result) => finish(result ?? failure(request, new TruncatedError(), true)));
      });
      request.end(body);
    });
  }
}

class TimeoutError extends Error {
  readonly code = 'TIMEOUT';
}

class TruncatedError extends Error {
  readonly code = 'TRUNCATED_ANSWER';
}

function failure(request: ClientRequest, error: Error & { code?: string }, isWritten: boolean): HttpResult {
  return {
    status: undefined,
    errorCode: error.code ?? error.name,
    mayHaveArrived: isWritten,
    wasReusedConnection: request.reusedSocket,
  };
}

/** Reads an answer; calls back without one where the connection broke before its end. */
function readAnswer(response: IncomingMessage, callback: (result: HttpResult | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_ANSWER_BYTES) {
      chunks.push(chunk);
    } else {
      // The status has been said; nothing that we need comes so late.
      response.destroy();
    }
  });
  response.on('error', () => {});
  response.on('close', () => {
    const isWhole = response.complete || bytes > MAX_ANSWER_BYTES;
    callback(isWhole ? answerOf(response, Buffer.concat(chunks)) : undefined);
  });
}

function answerOf(response: IncomingMessage, body: Uint8Array): HttpAnswer {
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    contentType: response.headers['content-type'] ?? '',
    body,
  };
}
