'use strict';

const tracer = require('dd-trace').init({ flushInterval: 100, flushMinSpans: 100_000 });
const api = require('@opentelemetry/api');
const { RecordingProcessor } = require('../../programs/recording.cjs');

/**
 * dd-trace, in the three ways that Datadog documents: alone, with its own API; with its tracer provider registered; and
 * with `DD_TRACE_OTEL_ENABLED`, where it puts its own classes in the place of OpenTelemetry's.
 */
function start(settings) {
  const running = { spans: () => [], forceFlush: flush, shutdown: flush };
  switch (settings.variant) {
    case 'own provider': {
      const provider = new tracer.TracerProvider();
      provider.register();
      return { ...running, provider };
    }
    case 'DD_TRACE_OTEL_ENABLED': {
      const { NodeSDK } = require('@opentelemetry/sdk-node');
      const recorder = new RecordingProcessor(api);
      const nodeSdk = new NodeSDK({
        instrumentations: [],
        spanProcessors: [recorder],
        serviceName: 'application',
      });
      nodeSdk.start();
      return { ...running, provider: nodeSdk._tracerProvider, calls: () => recorder.calls };
    }
    default:
      return { ...running, provider: undefined, native: datadogNative() };
  }
}

/** The agent of the harness keeps what it gets; the tracer sends it by itself. */
function flush() {
  return new Promise((resolve) => setTimeout(resolve, 400));
}

function datadogNative() {
  return {
    span: (name, { attributes, root }, work) =>
      tracer.trace(name, { tags: attributes, ...(root === true ? { childOf: null } : {}) }, (span) =>
        work(faceOf(span)),
      ),
    start: (name, { attributes }) => {
      const span = tracer.startSpan(name, { tags: attributes });
      return { end: () => span.finish() };
    },
  };
}

/** OpenTelemetry's words for what a Datadog span can do. */
function faceOf(span) {
  return {
    setAttribute: (key, value) => span.setTag(key, value),
    setAttributes: (values) => span.addTags(values),
    addEvent: () => {},
    updateName: (name) => span.setOperationName(name),
    recordException: (error) => span.setTag('error', error),
    setStatus: () => {},
    spanContext: () => ({}),
    isRecording: () => true,
  };
}

module.exports = { api, start };
