/**
 * Records the spans that a real instrumentation emits, and prints them as JSON: the attributes as they were when the
 * span was about to end, and what ResourceEnricher made of them.
 */
const { context } = require('@opentelemetry/api');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-base');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { ResourceEnricher } = require('@botanu/processors');

/**
 * @param {import('@opentelemetry/instrumentation').Instrumentation[]} instrumentations - The real ones.
 * @param {() => Promise<void>} run - Loads the client and calls it.
 */
exports.record = async (instrumentations, run) => {
  const recorded = new Map();
  const exporter = new InMemorySpanExporter();
  const rememberRaw = {
    onStart: () => {},
    onEnding: (span) => recorded.set(span.spanContext().spanId, { ...span.attributes }),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [rememberRaw, new ResourceEnricher(new SimpleSpanProcessor(exporter))],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  registerInstrumentations({ tracerProvider, instrumentations });
  await run();
  await tracerProvider.forceFlush();
  const spans = exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    kind: span.kind,
    scope: span.instrumentationScope.name,
    recorded: recorded.get(span.spanContext().spanId),
    enriched: span.attributes,
  }));
  process.stdout.write(JSON.stringify(spans), () => process.exit(0));
};
