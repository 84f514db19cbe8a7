import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Behaviour } from './behaviour';
import { handleRequest, type ReceiverState } from './handle-request';
import type { ReceivedMetric } from './metric-types';
import { Misbehaviour } from './misbehaviour';
import { ReceivedData } from './received-data';
import type { ReceivedLogRecord, ReceivedRequest, ReceivedSpan } from './types';

/** Settings of {@link startOtlpReceiver}. */
export interface OtlpReceiverOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 lets the system choose a free one. @default 0 */
  readonly port?: number;
  /** A larger body, on the wire or decompressed, is answered with 413. @default 64 MiB */
  readonly maxBodyBytes?: number;
}

/** A running OTLP/HTTP receiver. Its lists grow as requests come in; a `reset()` starts new ones. */
export interface OtlpReceiver {
  /** The base URL, without a path: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The accepted spans, in order of arrival. */
  readonly spans: readonly ReceivedSpan[];
  /** The accepted metrics, in order of arrival. */
  readonly metrics: readonly ReceivedMetric[];
  /** The accepted log records, in order of arrival. */
  readonly logRecords: readonly ReceivedLogRecord[];
  /** Every request, listed as soon as its body has been read, or it has been refused or dropped before that. */
  readonly requests: readonly ReceivedRequest[];
  /** Appends to a queue: one behaviour for each of the next requests that are sent to a signal's path. */
  misbehave(...behaviours: Behaviour[]): void;
  /** Sets what happens to each request for which the queue has nothing; `undefined` ends it. */
  misbehaveAlways(behaviour: Behaviour | undefined): void;
  /**
   * Resolves with all spans received so far once there are as many, or as the predicate says; rejects after
   * `timeoutMs` with a message that says how many arrived.
   */
  waitForSpans(
    wanted: number | ((spans: readonly ReceivedSpan[]) => boolean),
    options?: {
      /** @default 10_000 */
      readonly timeoutMs?: number;
    },
  ): Promise<readonly ReceivedSpan[]>;
  /** Forgets what was received and all misbehaviour. */
  reset(): void;
  /** Destroys open connections, which ends requests that hang, and stops. Can be called again. */
  close(): Promise<void>;
}

/** Starts a real OTLP/HTTP receiver, for protobuf and JSON, gzip or not. */
export async function startOtlpReceiver(options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  const { host = '127.0.0.1', port = 0, maxBodyBytes = 64 * 1024 * 1024 } = options;
  const received = new ReceivedData();
  const misbehaviour = new Misbehaviour();
  const state: ReceiverState = { received, misbehaviour, maxBodyBytes };

  const server = createServer((request, response) => {
    handleRequest(request, response, state).catch(() => request.socket.destroy());
  });
  // An idle connection that the server ends just as the sender uses it again looks like a lost request.
  server.keepAliveTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening');
  const closed = once(server, 'close');

  return {
    url: urlOf(server.address() as AddressInfo),
    get spans() {
      return received.spans;
    },
    get metrics() {
      return received.metrics;
    },
    get logRecords() {
      return received.logRecords;
    },
    get requests() {
      return received.requests;
    },
    misbehave: (...behaviours) => misbehaviour.enqueue(behaviours),
    misbehaveAlways: (behaviour) => misbehaviour.setAlways(behaviour),
    waitForSpans: (wanted, { timeoutMs = 10_000 } = {}) => received.waitForSpans(wanted, timeoutMs),
    reset: () => {
      received.reset();
      misbehaviour.reset();
    },
    close: async () => {
      received.rejectWaiters();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
