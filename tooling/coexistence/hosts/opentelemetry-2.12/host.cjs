'use strict';

const api = require('@opentelemetry/api');
const sdk = require('@opentelemetry/sdk-trace-node');
const { openTelemetryParts } = require('../../programs/opentelemetry-host.cjs');

function start(settings, processors) {
  const { configuration, running } = openTelemetryParts(api, sdk, settings, processors);
  const provider = new sdk.NodeTracerProvider(configuration);
  provider.register();
  return running(provider);
}

module.exports = { api, sdk, start };
