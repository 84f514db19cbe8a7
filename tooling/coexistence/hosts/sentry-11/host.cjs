'use strict';

const api = require('@opentelemetry/api');
const Sentry = require('@sentry/node');
const {
  recordEnvelopes,
  SENTRY_OPTIONS,
  sentryNative,
  sentrySpans,
} = require('../../programs/sentry-host.cjs');

/**
 * Sentry 11: by default it has nothing to do with OpenTelemetry; with `enableOpenTelemetrySetup`, its tracer provider
 * is the global one.
 */
function start(settings) {
  const envelopes = [];
  const enableOpenTelemetrySetup = settings.variant === 'OpenTelemetry set-up';
  const client = Sentry.init({
    ...SENTRY_OPTIONS,
    enableOpenTelemetrySetup,
    transport: recordEnvelopes(envelopes),
  });
  return {
    provider: client.traceProvider,
    native: enableOpenTelemetrySetup ? undefined : sentryNative(Sentry),
    // Outside of a request everything is one trace of Sentry's, sampled as a whole.
    around: (work) => Sentry.startNewTrace(work),
    spans: () => sentrySpans(envelopes),
    forceFlush: () => Sentry.flush(5000),
    shutdown: () => Sentry.close(5000),
  };
}

module.exports = { api, start };
