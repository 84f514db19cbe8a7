import { safely } from '@botanu/core/authoring';
import { type Attributes, type Histogram, type MeterProvider, metrics } from '@opentelemetry/api';
import type { Outcome } from './outcome';
import type { DeliveryStats } from './types';

const METER_NAME = '@botanu/delivery';

/**
 * OpenTelemetry's semantic conventions for SDK metrics (development), as of version 1.43:
 * https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
 */
const COMPONENT_TYPE = 'otel.component.type';
const COMPONENT_NAME = 'otel.component.name';
const ERROR_TYPE = 'error.type';
const HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
const PROCESSOR_TYPE = 'DeliverySpanProcessor';
/** For spans that came after `shutdown()`; the conventions have the other reasons as they are, or leave them to us. */
const ALREADY_SHUTDOWN = 'already_shutdown';

/** What the metrics are read from, when somebody collects them: nothing is counted twice. */
export interface MetricSources {
  readonly stats: () => DeliveryStats;
  readonly waitingCount: () => number;
  readonly inFlightCount: () => number;
  readonly capacity: number;
  /** `otel.component.type` of whatever sends. */
  readonly exporterType: string;
  /** The collector's host and port; empty where an exporter was given. */
  readonly serverAttributes: Attributes;
}

let instanceCount = 0;

/** The self-observability metrics of one processor: `otel.sdk.processor.span.*` and `otel.sdk.exporter.span.*`. */
export class SelfMetrics {
  readonly #sources: MetricSources;
  readonly #processor: Attributes;
  readonly #exporter: Attributes;
  #boundTo: MeterProvider | undefined;
  #duration: Histogram | undefined;
  #remove: () => void = () => {};

  /** @param sources - What to observe. */
  constructor(sources: MetricSources) {
    const instance = instanceCount;
    instanceCount += 1;
    this.#sources = sources;
    this.#processor = {
      [COMPONENT_TYPE]: PROCESSOR_TYPE,
      [COMPONENT_NAME]: `${PROCESSOR_TYPE}/${instance}`,
    };
    this.#exporter = {
      [COMPONENT_TYPE]: sources.exporterType,
      [COMPONENT_NAME]: `${sources.exporterType}/${instance}`,
      ...sources.serverAttributes,
    };
  }

  /**
   * Registers the metrics with a provider. The API has no proxy for metrics, so a global provider that comes later is
   * found only by whoever asks again.
   *
   * @param provider - The one that was given; the global one where there is none.
   */
  bind(provider: MeterProvider | undefined): void {
    const current = provider ?? metrics.getMeterProvider();
    if (current !== this.#boundTo) {
      this.#remove();
      this.#boundTo = current;
      safely('measure its own delivery', () => this.#register(current));
    }
  }

  /** Records how long a request took. */
  recordRequest(durationMs: number, outcome: Outcome): void {
    const { httpStatus } = outcome;
    const errorType = errorTypeOf(outcome);
    this.#duration?.record(durationMs / 1000, {
      ...this.#exporter,
      ...(httpStatus === undefined ? {} : { [HTTP_RESPONSE_STATUS_CODE]: httpStatus }),
      ...(errorType === undefined ? {} : { [ERROR_TYPE]: errorType }),
    });
  }

  /** Takes the metrics out again. */
  stop(): void {
    this.#remove();
    this.#remove = () => {};
  }

  #register(provider: MeterProvider): void {
    const meter = provider.getMeter(METER_NAME);
    const options = { unit: '{span}' };
    const processed = meter.createObservableCounter('otel.sdk.processor.span.processed', options);
    const queueSize = meter.createObservableUpDownCounter('otel.sdk.processor.span.queue.size', options);
    const capacity = meter.createObservableUpDownCounter('otel.sdk.processor.span.queue.capacity', options);
    const exported = meter.createObservableCounter('otel.sdk.exporter.span.exported', options);
    const inFlight = meter.createObservableUpDownCounter('otel.sdk.exporter.span.inflight', options);
    this.#duration = meter.createHistogram('otel.sdk.exporter.operation.duration', { unit: 's' });
    const { stats, waitingCount, inFlightCount, capacity: maxQueueSize } = this.#sources;
    const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
      const { delivered, onDisk, dropped } = stats();
      // What is on disk has left the processor, and has not been exported.
      result.observe(processed, delivered + onDisk, this.#processor);
      result.observe(exported, delivered, this.#exporter);
      for (const [reason, count] of Object.entries(dropped)) {
        const isExport = EXPORT_FAILURES.has(reason);
        const [instrument, attributes] = isExport ? [exported, this.#exporter] : [processed, this.#processor];
        result.observe(instrument, count, {
          ...attributes,
          [ERROR_TYPE]: reason === 'after_shutdown' ? ALREADY_SHUTDOWN : reason,
        });
      }
      result.observe(queueSize, waitingCount(), this.#processor);
      result.observe(capacity, maxQueueSize, this.#processor);
      result.observe(inFlight, inFlightCount(), this.#exporter);
    };
    const instruments = [processed, queueSize, capacity, exported, inFlight];
    meter.addBatchObservableCallback(observe, instruments);
    this.#remove = () => meter.removeBatchObservableCallback(observe, instruments);
  }
}

/** Losses that come of an answer; the others never reached the exporter. */
const EXPORT_FAILURES: ReadonlySet<string> = new Set([
  'refused',
  'rejected',
  'too_large',
  'retries_exhausted',
  'export_failed',
]);

function errorTypeOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'delivered') {
    return undefined;
  }
  return outcome.httpStatus?.toString() ?? ('cause' in outcome ? outcome.cause : outcome.kind);
}
