import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Batch } from './batch';
import type { Destination } from './destination';
import { HttpClient } from './http-client';
import { nodeHttp } from './node-http';
import { type Outcome, outcomeOf } from './outcome';
import type { OtlpDeliveryOptions } from './types';

const gzipAsync = promisify(gzip);

const MAX_CONCURRENT_REQUESTS = 4;

/** The collector at a URL: OTLP over HTTP, in protobuf. */
export class OtlpDestination implements Destination {
  readonly name: string;
  readonly isEncoded = true;
  readonly maxConcurrency = MAX_CONCURRENT_REQUESTS;
  readonly #client: HttpClient;
  readonly #isGzipped: boolean;

  /**
   * @param options - Where to, and how.
   * @param requestTimeoutMs - How long one request may take.
   * @throws TypeError where the URL or a header cannot be used.
   */
  constructor(options: OtlpDeliveryOptions, requestTimeoutMs: number) {
    const url = parseUrl(options.url);
    const headers = { ...options.headers };
    checkHeaders(headers);
    this.name = url.origin + url.pathname;
    this.#isGzipped = isGzipped(options.compression);
    this.#client = new HttpClient({
      url,
      headers: { ...headers, 'content-type': 'application/x-protobuf' },
      timeoutMs: requestTimeoutMs,
      maxConnections: MAX_CONCURRENT_REQUESTS,
      tls: { ...options.tls },
    });
  }

  async send(batch: Batch): Promise<Outcome> {
    const payload = batch.payload ?? new Uint8Array();
    const body = this.#isGzipped ? await gzipAsync(payload) : payload;
    if (batch.isSettled) {
      return { kind: 'refused', cause: 'given up', reason: 'refused' };
    }
    const result = await this.#client.post(body, this.#isGzipped ? { 'content-encoding': 'gzip' } : {});
    return outcomeOf(result, batch.spanCount);
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }
}

function parseUrl(value: unknown): URL {
  // The value itself stays out of the message: a URL can hold a password.
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError(
      'DeliverySpanProcessor: url is not an http or https URL. Write for example "http://localhost:4318/v1/traces".',
    );
  }
  return url;
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  const { validateHeaderName, validateHeaderValue } = nodeHttp();
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new TypeError(
        `DeliverySpanProcessor: the header ${JSON.stringify(name)} cannot be sent. Write a name of HTTP's and a value ` +
          'without line breaks or other control characters.',
      );
    }
  }
}

function isGzipped(compression: unknown): boolean {
  if (compression !== undefined && compression !== 'gzip' && compression !== 'none') {
    throw new TypeError('DeliverySpanProcessor: compression is neither "gzip" nor "none".');
  }
  return compression !== 'none';
}
