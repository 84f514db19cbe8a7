import {
  type ContextManager,
  context,
  propagation,
  type TextMapPropagator,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import * as latestSdk from '@opentelemetry/sdk-trace-base';
import { AsyncLocalStorageContextManager as OldestContextManager } from 'context-async-hooks-1';
import * as oldestCore from 'core-1';
import * as oldestSdk from 'sdk-trace-base-1';

/** What the processors of every OpenTelemetry SDK line have in common. */
export interface AnySpanProcessor {
  onStart(...parameters: never[]): void;
  onEnd(...parameters: never[]): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** An ended span, as far as all SDK lines agree on it. */
export type EndedSpan = Pick<
  latestSdk.ReadableSpan,
  'name' | 'kind' | 'attributes' | 'events' | 'status' | 'links' | 'ended'
> & {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
};

/** A real provider, context manager and propagators, registered as the globals. */
export interface TestTracing {
  readonly provider: TracerProvider;
  /** The spans ended so far, in order. */
  endedSpans(): EndedSpan[];
  /** The only ended span of this name; throws where there is none or more. */
  spanNamed(name: string): EndedSpan;
  /** Takes all globals out again. */
  stop(): Promise<void>;
}

/** Which parts to register beside the provider. */
export interface TestTracingOptions {
  /** Processors that run before the one that keeps the spans. */
  readonly processors?: readonly AnySpanProcessor[];
  /** @defaultValue true */
  readonly contextManager?: boolean;
  /** Whether ended spans are kept for {@link TestTracing.endedSpans}. @defaultValue true */
  readonly keepSpans?: boolean;
}

/** One line of the OpenTelemetry SDK. */
export interface SdkLine {
  readonly name: string;
  start(options?: TestTracingOptions): TestTracing;
}

/** The oldest and the newest OpenTelemetry SDK that run on Node 20. */
export const SDK_LINES: readonly SdkLine[] = [
  { name: 'OpenTelemetry 1.30', start: startOldest },
  { name: 'OpenTelemetry 2.12', start: startLatest },
];

function startLatest(options: TestTracingOptions = {}): TestTracing {
  const exporter = new latestSdk.InMemorySpanExporter();
  const provider = new latestSdk.BasicTracerProvider({
    spanProcessors: [
      ...((options.processors ?? []) as latestSdk.SpanProcessor[]),
      ...(options.keepSpans === false ? [] : [new latestSdk.SimpleSpanProcessor(exporter)]),
    ],
  });
  const propagator = new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  });
  return register(provider, new AsyncLocalStorageContextManager(), propagator, options, () =>
    exporter.getFinishedSpans().map((span) => toEndedSpan(span, span.parentSpanContext?.spanId)),
  );
}

function startOldest(options: TestTracingOptions = {}): TestTracing {
  const exporter = new oldestSdk.InMemorySpanExporter();
  const provider = new oldestSdk.BasicTracerProvider();
  for (const processor of (options.processors ?? []) as oldestSdk.SpanProcessor[]) {
    provider.addSpanProcessor(processor);
  }
  if (options.keepSpans !== false) {
    provider.addSpanProcessor(new oldestSdk.SimpleSpanProcessor(exporter));
  }
  const propagator = new oldestCore.CompositePropagator({
    propagators: [new oldestCore.W3CTraceContextPropagator(), new oldestCore.W3CBaggagePropagator()],
  });
  return register(provider, new OldestContextManager(), propagator, options, () =>
    exporter.getFinishedSpans().map((span) => toEndedSpan(span, span.parentSpanId)),
  );
}

function register(
  provider: TracerProvider & { shutdown(): Promise<void> },
  contextManager: ContextManager,
  propagator: TextMapPropagator,
  options: TestTracingOptions,
  endedSpans: () => EndedSpan[],
): TestTracing {
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(propagator);
  if (options.contextManager !== false) {
    context.setGlobalContextManager(contextManager.enable());
  }
  return {
    provider,
    endedSpans,
    spanNamed: (name) => onlySpanNamed(name, endedSpans()),
    stop: async () => {
      trace.disable();
      context.disable();
      propagation.disable();
      await provider.shutdown();
    },
  };
}

function toEndedSpan(
  span: latestSdk.ReadableSpan | oldestSdk.ReadableSpan,
  parentSpanId: string | undefined,
): EndedSpan {
  const { name, kind, attributes, events, status, links, ended } = span;
  const { traceId, spanId } = span.spanContext();
  return { name, kind, attributes, events, status, links, ended, traceId, spanId, parentSpanId };
}

function onlySpanNamed(name: string, spans: readonly EndedSpan[]): EndedSpan {
  const [span, ...others] = spans.filter((candidate) => candidate.name === name);
  if (span === undefined || others.length > 0) {
    throw new Error(
      `expected one span "${name}", got: ${spans.map((candidate) => candidate.name).join(', ')}`,
    );
  }
  return span;
}
