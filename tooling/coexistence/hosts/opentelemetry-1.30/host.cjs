'use strict';

const api = require('@opentelemetry/api');
const sdk = require('@opentelemetry/sdk-trace-node');
const { openTelemetryParts } = require('../../programs/opentelemetry-host.cjs');

/** The last 1.x. Its processors are added one by one, one of them only when traffic has begun. */
function start(settings, processors) {
  const { configuration, laterRecorder, running } = openTelemetryParts(api, sdk, settings, processors);
  const { spanProcessors, ...others } = configuration;
  const provider = new sdk.NodeTracerProvider(others);
  for (const processor of spanProcessors) {
    provider.addSpanProcessor(processor);
  }
  provider.register();
  return { ...running(provider), addLater: () => provider.addSpanProcessor(laterRecorder) };
}

module.exports = { api, sdk, start };
