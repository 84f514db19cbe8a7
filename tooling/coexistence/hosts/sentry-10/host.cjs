'use strict';

const api = require('@opentelemetry/api');
const Sentry = require('@sentry/node');
const { recordEnvelopes, SENTRY_OPTIONS, sentrySpans } = require('../../programs/sentry-host.cjs');

/**
 * Sentry 10: by default with a tracer provider of its own, of which OpenTelemetry's tracers are the face; with
 * `openTelemetryBasicTracerProvider`, with the OpenTelemetry SDK inside.
 */
function start(settings) {
  const envelopes = [];
  const client = Sentry.init({
    ...SENTRY_OPTIONS,
    openTelemetryBasicTracerProvider: settings.variant === 'OpenTelemetry SDK inside',
    transport: recordEnvelopes(envelopes),
  });
  return {
    provider: client.traceProvider,
    spans: () => sentrySpans(envelopes),
    forceFlush: () => Sentry.flush(5000),
    shutdown: () => Sentry.close(5000),
  };
}

module.exports = { api, start };
