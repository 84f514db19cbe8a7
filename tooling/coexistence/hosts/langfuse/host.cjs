'use strict';

const { LangfuseSpanProcessor } = require('@langfuse/otel');
const api = require('@opentelemetry/api');
const sdk = require('@opentelemetry/sdk-trace-node');
const { openTelemetryParts } = require('../../programs/opentelemetry-host.cjs');

/** Langfuse's processor, with its own rule of what it exports: model calls, told by their attributes. */
function start(settings) {
  const { configuration, exporter, running } = openTelemetryParts(api, sdk, settings);
  const langfuse = new LangfuseSpanProcessor({ exporter, environment: 'test', mediaUploadEnabled: false });
  const [recorder] = configuration.spanProcessors;
  const provider = new sdk.NodeTracerProvider({ ...configuration, spanProcessors: [recorder, langfuse] });
  provider.register();
  return running(provider);
}

module.exports = { api, start };
