import { safely } from '@botanu/core/authoring';
import {
  type Attributes,
  type Context,
  isValidTraceId,
  ROOT_CONTEXT,
  SamplingDecision,
  SpanKind,
} from '@opentelemetry/api';

/** What {@link SampledSpanProcessor} needs of a span. The spans of OpenTelemetry SDK 1.x, 2.x and 3.x all have it. */
export interface SampledSpan {
  /** The span's identity. */
  spanContext(): { readonly traceId: string };
}

/** A span processor of any OpenTelemetry SDK, as far as it is wrapped. */
export interface WrappedSpanProcessor {
  /** A span has started. */
  onStart(span: never, parentContext: never): void;
  /** A span is about to end: OpenTelemetry SDK 2.3 and later. */
  onEnding?(span: never): void;
  /** A span has ended. */
  onEnd(span: never): void;
  /** Sends what is held back. */
  forceFlush(): Promise<void>;
  /** Sends what is held back, and stops. */
  shutdown(): Promise<void>;
}

/** A sampler of any OpenTelemetry SDK, as far as it is asked here. */
export interface TraceSampler {
  /** Decides about a trace. */
  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: Attributes,
    links: [],
  ): { readonly decision: SamplingDecision };
}

/** How many traces a sampler's decisions are remembered for. */
const MAX_REMEMBERED_TRACES = 10_000;

/** Four 32-bit words of a trace id are folded into one number, and compared with a share of this. */
const MAX_UINT32 = 0xffff_ffff;

/**
 * Hands a span processor only a share of all traces: whole traces, by one decision for each trace id. It keeps an
 * exporter's bill as it was in a pipeline that records everything.
 *
 * With a ratio it decides as `TraceIdRatioBasedSampler` of OpenTelemetry does, so that two services, or a sampler here
 * and this processor there, keep the same traces. With a sampler it asks that one once for each trace, with nothing
 * but the trace id: a sampler that looks at names or parents has nothing to look at.
 *
 * It never changes a span. A sampler that throws costs its trace, with one warning; what the wrapped processor throws
 * is thrown.
 *
 * @example
 * ```ts
 * import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 *
 * const [costExporter, exporter] = [new ConsoleSpanExporter(), new ConsoleSpanExporter()];
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [
 *     new RunContextEnricher(),
 *     new BatchSpanProcessor(costExporter),
 *     new SampledSpanProcessor(new BatchSpanProcessor(exporter), 0.1),
 *   ],
 * });
 * ```
 */
export class SampledSpanProcessor {
  readonly #wrapped: WrappedSpanProcessor;
  readonly #isSampled: (traceId: string) => boolean;

  /**
   * @param wrapped - The processor that gets the share.
   * @param ratioOrSampler - The share, from 0 (nothing) to 1 (everything), or a sampler.
   * @throws RangeError where the ratio is no number from 0 to 1; TypeError where it is neither a number nor a sampler,
   * or the processor is none.
   */
  constructor(wrapped: WrappedSpanProcessor, ratioOrSampler: number | TraceSampler) {
    if (typeof wrapped?.onEnd !== 'function') {
      throw new TypeError(
        'SampledSpanProcessor wraps a span processor. Write new SampledSpanProcessor(new BatchSpanProcessor(exporter), 0.1).',
      );
    }
    this.#wrapped = wrapped;
    this.#isSampled =
      typeof ratioOrSampler === 'number' ? byRatio(ratioOrSampler) : bySampler(ratioOrSampler);
  }

  /**
   * Hands the span on, if its trace is kept.
   *
   * @param span - The span that starts.
   * @param parentContext - The context that it starts in.
   */
  onStart(span: SampledSpan, parentContext: Context): void {
    if (this.#isKept(span)) {
      this.#wrapped.onStart(span as never, parentContext as never);
    }
  }

  /**
   * Hands the span on, if its trace is kept.
   *
   * @param span - The span that is about to end.
   */
  onEnding(span: SampledSpan): void {
    if (this.#wrapped.onEnding !== undefined && this.#isKept(span)) {
      this.#wrapped.onEnding(span as never);
    }
  }

  /**
   * Hands the span on, if its trace is kept.
   *
   * @param span - The span that has ended.
   */
  onEnd(span: SampledSpan): void {
    if (this.#isKept(span)) {
      this.#wrapped.onEnd(span as never);
    }
  }

  /** Asks the wrapped processor to. */
  forceFlush(): Promise<void> {
    return this.#wrapped.forceFlush();
  }

  /** Asks the wrapped processor to. */
  shutdown(): Promise<void> {
    return this.#wrapped.shutdown();
  }

  #isKept(span: SampledSpan): boolean {
    return this.#isSampled(span.spanContext().traceId);
  }
}

function byRatio(ratio: number): (traceId: string) => boolean {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw new RangeError(
      `SampledSpanProcessor keeps a share from 0 to 1, not ${ratio}. Write 0.1 to keep one trace in ten.`,
    );
  }
  const limit = ratio === 1 ? MAX_UINT32 + 1 : Math.floor(ratio * MAX_UINT32);
  return (traceId) => isValidTraceId(traceId) && foldTraceId(traceId) < limit;
}

/** As OpenTelemetry folds it: the exclusive or of the four words. */
function foldTraceId(traceId: string): number {
  let folded = 0;
  for (let index = 0; index < traceId.length; index += 8) {
    folded ^= Number.parseInt(traceId.slice(index, index + 8), 16);
  }
  return folded >>> 0;
}

function bySampler(sampler: TraceSampler): (traceId: string) => boolean {
  if (typeof sampler?.shouldSample !== 'function') {
    throw new TypeError(
      'SampledSpanProcessor decides by a ratio or a sampler. Write 0.1, or new TraceIdRatioBasedSampler(0.1).',
    );
  }
  const decisions = new Map<string, boolean>();
  return (traceId) => {
    let isSampled = decisions.get(traceId);
    if (isSampled === undefined) {
      isSampled = safely('ask a sampler about a trace', () => ask(sampler, traceId)) ?? false;
      remember(decisions, traceId, isSampled);
    }
    return isSampled;
  };
}

function ask(sampler: TraceSampler, traceId: string): boolean {
  const { decision } = sampler.shouldSample(ROOT_CONTEXT, traceId, '', SpanKind.INTERNAL, {}, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

/** The oldest decision makes room: its trace is most likely over. */
function remember(decisions: Map<string, boolean>, traceId: string, isSampled: boolean): void {
  if (decisions.size >= MAX_REMEMBERED_TRACES) {
    decisions.delete(decisions.keys().next().value as string);
  }
  decisions.set(traceId, isSampled);
}
