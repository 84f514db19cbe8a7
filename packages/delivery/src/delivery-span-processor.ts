import { warnTelemetryFailed } from '@botanu/core/authoring';
import type { Attributes, MeterProvider } from '@opentelemetry/api';
import { Account } from './account';
import { Backoff } from './backoff';
import { getDeliveryRuntime, type Participant } from './delivery-runtime';
import type { Destination } from './destination';
import { Dispatcher } from './dispatcher';
import { joinEndings } from './endings';
import { ExporterDestination } from './exporter-destination';
import { LossReporter } from './loss-reporter';
import { type ResolvedQueueOptions, resolveOptions } from './options';
import { OtlpDestination } from './otlp-destination';
import { SelfMetrics } from './self-metrics';
import { SpoolKeeper } from './spool-keeper';
import type { DeliveryOptions, DeliveryStats, EndedSpan } from './types';

/**
 * A span processor that gets every span delivered that it is given: over bursts, slow and dead collectors, refusals that
 * may be retried, and the end of the process. It fits the SDK's 1.x, 2.x and 3.x providers.
 *
 * Whatever is handed over is delivered: the sampled flag is not looked at. None of its methods throws or rejects, and
 * what is lost all the same is counted, with the reason.
 *
 * @example
 * ```ts
 * import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
 *
 * const processor = new DeliverySpanProcessor({ url: 'http://localhost:4318/v1/traces' });
 * const provider = new BasicTracerProvider({ spanProcessors: [processor] });
 * ```
 */
export class DeliverySpanProcessor {
  readonly #options: ResolvedQueueOptions;
  readonly #account = new Account();
  readonly #losses: LossReporter;
  readonly #destination: Destination;
  readonly #dispatcher: Dispatcher;
  readonly #metrics: SelfMetrics;
  readonly #meterProvider: MeterProvider | undefined;
  readonly #leaveEndings: () => void;
  readonly #readStats = (): DeliveryStats => this.getStats();
  #shutdown: Promise<void> | undefined;

  /**
   * Starts nothing but, with a spool, the delivery of what earlier processes have left there.
   *
   * @param options - Where to, and how: a `url`, or an `exporter` of yours.
   * @throws TypeError or RangeError where an option cannot be used.
   */
  constructor(options: DeliveryOptions) {
    this.#options = resolveOptions(options);
    const { requestTimeoutMs, maxQueueSize, maxBatchSize, flushIntervalMs, handleExit } = this.#options;
    this.#destination =
      options.exporter === undefined
        ? new OtlpDestination(options, requestTimeoutMs)
        : new ExporterDestination(options, requestTimeoutMs);
    this.#losses = new LossReporter(this.#destination.name);
    const spool =
      options.exporter === undefined && options.spool !== undefined
        ? new SpoolKeeper({ ...options, spool: options.spool }, this.#account, this.#losses)
        : undefined;
    this.#dispatcher = new Dispatcher({
      destination: this.#destination,
      backoff: new Backoff(),
      account: this.#account,
      losses: this.#losses,
      spool,
      maxQueueSize,
      maxBatchSize,
      flushIntervalMs,
      onRequest: (durationMs, outcome) => {
        this.#metrics.bind(this.#meterProvider);
        this.#metrics.recordRequest(durationMs, outcome);
      },
    });
    this.#meterProvider = options.meterProvider;
    this.#metrics = new SelfMetrics({
      stats: () => this.getStats(),
      waitingCount: () => this.#dispatcher.waitingCount,
      inFlightCount: () => this.#dispatcher.inFlightCount,
      capacity: maxQueueSize,
      exporterType: options.exporter === undefined ? 'otlp_http_span_exporter' : this.#destination.name,
      serverAttributes: serverAttributesOf(options.url),
    });
    this.#metrics.bind(this.#meterProvider);
    getDeliveryRuntime().accounts.add(this.#readStats);
    this.#leaveEndings = handleExit ? joinEndings(this.#participate()) : () => {};
  }

  /** Does nothing: a span is delivered when it has ended. */
  onStart(): void {}

  /**
   * Takes a span in.
   *
   * @param span - A span that has ended; sampled or not, it is delivered.
   */
  onEnd(span: EndedSpan): void {
    try {
      this.#account.created += 1;
      if (this.#shutdown === undefined) {
        this.#dispatcher.push(span);
      } else {
        this.#account.drop(1, 'after_shutdown');
        this.#losses.report(1, 'after_shutdown');
      }
    } catch (error) {
      warnTelemetryFailed('take in a span that has ended', error);
    }
  }

  /**
   * Sends all spans that have ended so far, waiting at most `flushTimeoutMs`. With a spool, a span that cannot be
   * delivered now is on disk when this is fulfilled before that time.
   *
   * @returns Never rejected; {@link DeliverySpanProcessor.getStats} tells what is left.
   */
  async forceFlush(): Promise<void> {
    const { flushTimeoutMs } = this.#options;
    if (this.#shutdown !== undefined) {
      await this.#shutdown;
      return;
    }
    await this.#dispatcher.drain(flushTimeoutMs, false);
    await atMost(flushTimeoutMs, 'flush an exporter', () => this.#destination.flush());
  }

  /**
   * Begins to send all spans that have ended so far, before their time. It is for whoever does not wait: unlike
   * {@link DeliverySpanProcessor.forceFlush}, it keeps no process alive.
   *
   * @example
   * ```ts
   * const processor = new DeliverySpanProcessor({ url: 'http://localhost:4318/v1/traces' });
   * processor.sendSoon();
   * ```
   */
  sendSoon(): void {
    this.#dispatcher.sendSoon();
  }

  /**
   * Sends all that is left, and what is in the spool, waiting at most `shutdownTimeoutMs`. What could not be sent then is
   * written to the spool, or lost and counted. Removes all listeners and closes all connections.
   *
   * @returns Never rejected. A second call waits for the first.
   */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#shutDown();
    return this.#shutdown;
  }

  /**
   * The account of this processor.
   *
   * @returns Counts of spans since it was made.
   */
  getStats(): DeliveryStats {
    return this.#account.stats(this.#dispatcher.queuedCount);
  }

  async #shutDown(): Promise<void> {
    const { shutdownTimeoutMs } = this.#options;
    const deadlineMs = performance.now() + shutdownTimeoutMs;
    await this.#dispatcher.drain(shutdownTimeoutMs, true);
    this.#dispatcher.abandon('shutdown_timeout');
    this.#dispatcher.stop();
    const leftMs = Math.max(1, deadlineMs - performance.now());
    await atMost(leftMs, 'shut down an exporter', () => this.#destination.close());
    this.#losses.finish();
    this.#metrics.stop();
    this.#leaveEndings();
    this.#leaveAccount();
  }

  /** The sum of all processors keeps the counts, and not the queue. */
  #leaveAccount(): void {
    const { accounts } = getDeliveryRuntime();
    const account = this.#account;
    accounts.delete(this.#readStats);
    accounts.add(() => account.stats(0));
  }

  #participate(): Participant {
    let drainedSequence = -1;
    return {
      drain: async () => {
        // What ends meanwhile is for the next time.
        const { lastSequence } = this.#dispatcher;
        await (this.#shutdown ?? this.#dispatcher.drain(this.#options.shutdownTimeoutMs, true));
        drainedSequence = lastSequence;
      },
      isIdle: () => this.#dispatcher.isIdle || drainedSequence === this.#dispatcher.lastSequence,
      abandon: () => {
        this.#dispatcher.abandon('process_exit');
        this.#losses.finish();
      },
    };
  }
}

function serverAttributesOf(value: string | undefined): Attributes {
  if (value === undefined) {
    return {};
  }
  const { hostname, port, protocol } = new URL(value);
  const standardPort = protocol === 'https:' ? 443 : 80;
  return { 'server.address': hostname, 'server.port': port === '' ? standardPort : Number(port) };
}

/** Waits for something of somebody else's, but not for ever, and whatever it throws. */
async function atMost(timeoutMs: number, what: string, action: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([action(), timeUp]);
  } catch (error) {
    warnTelemetryFailed(what, error);
  }
  clearTimeout(timer);
}
