'use strict';

const api = require('@opentelemetry/api');
const sdk = require('@opentelemetry/sdk-trace-node');
const { createSpanProcessor } = require('@traceloop/node-server-sdk');
const { openTelemetryParts } = require('../../programs/opentelemetry-host.cjs');

/** Traceloop's processor, which replaces its own methods, and writes to spans. */
function start(settings) {
  const { configuration, exporter, running } = openTelemetryParts(api, sdk, settings);
  const traceloop = createSpanProcessor({ exporter, allowedInstrumentationLibraries: 'all' });
  const [recorder] = configuration.spanProcessors;
  const provider = new sdk.NodeTracerProvider({ ...configuration, spanProcessors: [recorder, traceloop] });
  provider.register();
  return running(provider);
}

module.exports = { api, start };
