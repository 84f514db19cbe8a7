/** A span as an exporter of the host received it; what differs between any two processes is left out. */
export interface HostSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly [other: string]: unknown;
}

/** A span that the program has started, as its own code saw it; `error` where it could not be started. */
export interface StartedSpan {
  readonly name: string;
  /** Whether botanu was there. */
  readonly phase: 'before' | 'during' | 'across disable' | 'after';
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
  readonly recording?: boolean;
  /** The run that it belongs to. */
  readonly run: string | null;
  readonly error?: string;
}

/** How `forceFlush()` or `shutdown()` of the host ended. */
interface Ending {
  readonly outcome: string;
  readonly durationMs: number;
}

/** What a program has written. */
export interface ProgramResult {
  /** What `enable()` returned. */
  readonly report: Readonly<Record<string, unknown>> | null;
  readonly truth: readonly StartedSpan[];
  /** What the host's exporter received, in this order. */
  readonly spans: readonly HostSpan[];
  /** The calls that a processor of the host received, in this order. */
  readonly calls: readonly string[];
  /** What the exporter received that was put into the provider together with botanu's processors, by hand. */
  readonly byHand: readonly HostSpan[];
  /** Whether the global tracer provider is the host's. */
  readonly isProviderTheirs: boolean;
  /** What of the host is not as it was before `enable()`, once `disable()` has been called. */
  readonly changed: readonly string[];
  readonly flush: Ending;
  readonly shutdown: Ending;
  /** When its work was done, in epoch milliseconds. */
  readonly doneAtMs: number;
}

/** What came of one event that calls another service. */
export interface CallerResult {
  readonly runId: string;
  /** The warnings of `enable()`, as one text. */
  readonly warnings: string;
  /** What `injectRunContext()` wrote. */
  readonly carrier: Readonly<Record<string, string>>;
  /** What the other service received. */
  readonly received: readonly ReceivedCall[];
}

/** A request that the other service received. */
export interface ReceivedCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}
