/** One of the three kinds of telemetry that OTLP carries. */
export type Signal = 'traces' | 'metrics' | 'logs';

/**
 * A decoded OTLP `AnyValue`. An integer is a `bigint` only when it is outside the safe range of a number;
 * an empty value is `null`.
 */
export type AttributeValue =
  | string
  | number
  | boolean
  | bigint
  | Uint8Array
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Decoded attributes by key. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The instrumentation scope; empty strings when the sender named none. */
export interface ReceivedScope {
  readonly name: string;
  readonly version: string;
}

/** An event on a received span. */
export interface ReceivedSpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
}

/** A link of a received span. */
export interface ReceivedSpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
  readonly flags: number;
}

/** A span that the receiver accepted. Ids are lower-case hexadecimal. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** `undefined` for a root span. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** OTLP's number: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly events: readonly ReceivedSpanEvent[];
  readonly links: readonly ReceivedSpanLink[];
  /** OTLP's number: 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message: string };
  readonly flags: number;
  readonly traceState: string;
  readonly droppedAttributesCount: number;
  readonly resource: Attributes;
  readonly scope: ReceivedScope;
}

/** A log record that the receiver accepted. */
export interface ReceivedLogRecord {
  readonly body: AttributeValue;
  /** OTLP's number, 1 (trace) to 24 (fatal 4); 0 when the sender gave none. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  /** `undefined` when the record was written outside a trace. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly flags: number;
  /** The empty string when the record is not an event. */
  readonly eventName: string;
  readonly resource: Attributes;
  readonly scope: ReceivedScope;
}

/** A request that reached the receiver, also one that was refused, dropped or never answered. */
export interface ReceivedRequest {
  /** `undefined` when the path is none of OTLP's three. */
  readonly signal: Signal | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** What was read from the wire, before decompression. */
  readonly bodyBytes: number;
  /** The status answered; `undefined` while the answer is held back, when it never comes, or after a drop. */
  readonly status: number | undefined;
  /** Spans, metric data points or log records that were kept. */
  readonly acceptedItemCount: number;
  readonly receivedAtMs: number;
}
