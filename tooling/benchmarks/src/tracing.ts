import { context, propagation, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, W3CBaggagePropagator } from '@opentelemetry/core';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** Keeps the last span that ended, for the evidence; does nothing else. The same for every contender. */
class LastSpan implements SpanProcessor {
  #span: ReadableSpan | undefined = undefined;

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    this.#span = span;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  /** How many attributes and events the span carries. */
  describe(): string {
    const { attributes, events } = this.#span ?? { attributes: {}, events: [] };
    const attributeCount = Object.values(attributes).filter((value) => value !== undefined).length;
    return events.length === 0 ? `${attributeCount}` : `${attributeCount} + ${events.length} events`;
  }
}

/** Takes spans and forgets them. */
export class ForgettingExporter implements SpanExporter {
  export(_spans: ReadableSpan[], done: (result: { code: ExportResultCode }) => void): void {
    done({ code: ExportResultCode.SUCCESS });
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a contender works with. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly lastSpan: LastSpan;
}

/**
 * Registers OpenTelemetry globally, the same for every contender: every span sampled, no exporter, the W3C
 * baggage propagator, async context.
 *
 * @param processors - The contender's own, before the one that every contender has.
 */
export function registerTracing(...processors: SpanProcessor[]): Tracing {
  return registerSampledTracing(new AlwaysOnSampler(), ...processors);
}

/**
 * The same, with a sampler of the contender.
 *
 * @param sampler - Decides which spans are recorded.
 * @param processors - The contender's own, before the one that every contender has.
 */
export function registerSampledTracing(sampler: Sampler, ...processors: SpanProcessor[]): Tracing {
  const lastSpan = new LastSpan();
  const provider = new BasicTracerProvider({
    sampler,
    spanProcessors: [...processors, lastSpan],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CBaggagePropagator());
  trace.setGlobalTracerProvider(provider);
  // No instrumentation scope that an SDK knows: none of them exports these spans.
  return { tracer: trace.getTracer('benchmark'), lastSpan };
}
