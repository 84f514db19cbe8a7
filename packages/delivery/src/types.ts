import type {
  Attributes,
  HrTime,
  Link,
  MeterProvider,
  SpanContext,
  SpanKind,
  SpanStatus,
} from '@opentelemetry/api';

/** Who made a span: OpenTelemetry's instrumentation scope. */
export interface SpanScope {
  /** The scope's name. */
  readonly name: string;
  /** Its version. */
  readonly version?: string;
  /** The schema of its attributes. */
  readonly schemaUrl?: string;
}

/** What a span says of the process that made it. */
export interface SpanResource {
  /** The attributes that are known by now. */
  readonly attributes: Attributes;
  /** Whether a detector is still at work. */
  readonly asyncAttributesPending?: boolean;
  /** Waits for the detectors. */
  waitForAsyncAttributes?(): Promise<void>;
}

/** Something that happened within a span. */
export interface SpanEvent {
  /** The event's name. */
  readonly name: string;
  /** When it happened. */
  readonly time: HrTime;
  /** What is known about it. */
  readonly attributes?: Attributes;
}

/**
 * An ended span, as the SDKs of OpenTelemetry 1.30, 2.x and 3.x hand it over. It is described by its parts, so that
 * this package depends on none of them.
 */
export interface EndedSpan {
  /** The span's name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: SpanKind;
  /** Its ids. The sampled flag is not looked at. */
  spanContext(): SpanContext;
  /** The parent's ids, from 2.x on. */
  readonly parentSpanContext?: SpanContext | undefined;
  /** The parent's id, in 1.x. */
  readonly parentSpanId?: string | undefined;
  /** When it started. */
  readonly startTime: HrTime;
  /** When it ended. */
  readonly endTime: HrTime;
  /** How it ended. */
  readonly status: SpanStatus;
  /** Its attributes. */
  readonly attributes: Attributes;
  /** Its links. */
  readonly links: Link[];
  /** Its events. */
  readonly events: SpanEvent[];
  /** The process that made it. */
  readonly resource: SpanResource;
  /** Who made it, from 2.x on. */
  readonly instrumentationScope?: SpanScope;
  /** Who made it, in 1.x. */
  readonly instrumentationLibrary?: SpanScope;
  /** How many attributes did not fit. */
  readonly droppedAttributesCount: number;
  /** How many events did not fit. */
  readonly droppedEventsCount: number;
  /** How many links did not fit. */
  readonly droppedLinksCount: number;
}

/** What a span exporter says when it is done: the `ExportResult` of every OpenTelemetry SDK. */
export interface ExporterResult {
  /** 0 where the spans were delivered. */
  readonly code: number;
  /** Why they were not. */
  readonly error?: Error;
}

/** A span exporter of OpenTelemetry 1.30, 2.x or 3.x, for delivery by other means than our own. */
export interface AnySpanExporter {
  /** Sends spans, and says so once. */
  export(spans: never[], resultCallback: (result: ExporterResult) => void): void;
  /** Sends what it holds back. */
  forceFlush?(): Promise<void>;
  /** Ends its work. */
  shutdown(): Promise<void>;
}

/** Where spans go that cannot be delivered now. */
export interface SpoolOptions {
  /**
   * A folder on a local disk; made where it is missing. Processes may share it. Segments are kept apart by endpoint
   * and headers, so that none is ever sent with another key or to another place.
   */
  readonly dir: string;
  /**
   * How many bytes all segments in `dir` may take together, at least 65,536. When they do, nothing more is written.
   * @defaultValue 67,108,864 (64 MiB)
   */
  readonly maxBytes?: number;
}

/** Certificates and keys in PEM, as `tls.createSecureContext()` takes them. */
export interface TlsOptions {
  /** The authorities that the collector's certificate may come from, in place of the usual ones. */
  readonly ca?: string | Buffer;
  /** Our certificate, for a collector that asks for one. */
  readonly cert?: string | Buffer;
  /** Its private key. */
  readonly key?: string | Buffer;
}

/** What both kinds of delivery have in common. Times are in milliseconds. */
export interface QueueOptions {
  /**
   * How many ended spans may wait in memory. One more goes to the spool, or is lost and counted.
   * @defaultValue 65,536
   */
  readonly maxQueueSize?: number;
  /**
   * As soon as so many spans wait, they are sent; a request that is behind takes up to four times as many.
   * @defaultValue 512
   */
  readonly maxBatchSize?: number;
  /**
   * How long a span waits at most before it is sent or, where there is a spool and it could not be sent, written.
   * `kill -9` loses at most what ended within one such interval.
   * @defaultValue 2,000
   */
  readonly flushIntervalMs?: number;
  /**
   * How long one request may take, from connecting to the end of its answer. Then its connection is destroyed.
   * @defaultValue 10,000
   */
  readonly requestTimeoutMs?: number;
  /**
   * How long `forceFlush()` waits.
   * @defaultValue 10,000
   */
  readonly flushTimeoutMs?: number;
  /**
   * How long `shutdown()`, a signal or the end of a script waits for the collector.
   * @defaultValue 5,000
   */
  readonly shutdownTimeoutMs?: number;
  /**
   * Whether to flush when the process ends: on `beforeExit`, `exit`, `SIGTERM` and `SIGINT`. The listeners are
   * removed by `shutdown()`.
   * @defaultValue true
   */
  readonly handleExit?: boolean;
  /**
   * Where the self-observability metrics go.
   * @defaultValue the global one, also where it is registered later
   */
  readonly meterProvider?: MeterProvider;
}

/** Delivery by our own transport: OTLP over HTTP, in protobuf. */
export interface OtlpDeliveryOptions extends QueueOptions {
  /** The whole URL, http or https: `http://localhost:4318/v1/traces`. Nothing is appended. */
  readonly url: string;
  /** Headers of every request, the key among them. They are sent to `url`, and written nowhere. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How bodies are compressed.
   * @defaultValue `gzip`
   */
  readonly compression?: 'gzip' | 'none';
  /** For an https URL: whom to trust in place of the usual authorities, and who we are. */
  readonly tls?: TlsOptions | undefined;
  /** Where spans go that cannot be delivered now. Without it, an outage longer than the queue loses spans. */
  readonly spool?: SpoolOptions | undefined;
  /** Only without `url`. */
  readonly exporter?: never;
}

/** Delivery by a span exporter of yours, which retries by itself or not at all. */
export interface ExporterDeliveryOptions extends QueueOptions {
  /** Does the work. */
  readonly exporter: AnySpanExporter;
  /**
   * How many calls of `export()` may run at a time, from 1 to 4. OpenTelemetry asks for one; OTLP exporters take more.
   * @defaultValue 1
   */
  readonly maxConcurrentExports?: number;
  /** Only without `exporter`. */
  readonly url?: never;
  /** Only with `url`: an exporter does not say what it could deliver later. */
  readonly spool?: never;
}

/** How to deliver spans. */
export type DeliveryOptions = OtlpDeliveryOptions | ExporterDeliveryOptions;

/**
 * Why spans were lost.
 *
 * - `queue_full`: more ended than could be delivered, and there was no (room in the) spool;
 * - `refused`: the collector answered with a status that must not be retried;
 * - `rejected`: a partial success of the collector said so;
 * - `too_large`: a single span is larger than the collector takes;
 * - `retries_exhausted`: sent many times in vain, while others were delivered;
 * - `export_failed`: the exporter that was given said so, or did not answer in time;
 * - `unserializable`: a span could not be encoded;
 * - `shutdown_timeout`: left when `shutdown()` had waited long enough, without a spool to go to;
 * - `process_exit`: left when the process ended, without a spool to go to;
 * - `after_shutdown`: ended after `shutdown()`;
 * - `corrupt`: damaged on disk.
 */
export type DropReason =
  | 'queue_full'
  | 'refused'
  | 'rejected'
  | 'too_large'
  | 'retries_exhausted'
  | 'export_failed'
  | 'unserializable'
  | 'shutdown_timeout'
  | 'process_exit'
  | 'after_shutdown'
  | 'corrupt';

/** The account of delivery, in spans. `created + recovered = delivered + queued + onDisk + all that was dropped`. */
export interface DeliveryStats {
  /** Ended spans that were handed over. */
  readonly created: number;
  /** Spans that an earlier or another process left in the spool, and that this one has taken over. */
  readonly recovered: number;
  /** Spans that the collector has taken. */
  readonly delivered: number;
  /** Spans in memory: waiting, or in flight. */
  readonly queued: number;
  /** Spans that were written to the spool, in all. */
  readonly spooled: number;
  /** Those of them that this process has neither sent nor given up. Another process may have sent them. */
  readonly onDisk: number;
  /** Spans that were sent again, or from the spool: one that was sent three times counts twice. */
  readonly retried: number;
  /** Delivered spans that an earlier request may have delivered as well, since its answer was lost. */
  readonly duplicated: number;
  /** Spans that are lost, by reason; a reason without any is absent. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}
