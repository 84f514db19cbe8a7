'use strict';

const api = require('@opentelemetry/api');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const sdk = require('@opentelemetry/sdk-trace-base');
const { openTelemetryParts } = require('../../programs/opentelemetry-host.cjs');

/** The quick start of OpenTelemetry's own documentation. */
function start(settings) {
  const { configuration, running } = openTelemetryParts(api, sdk, settings);
  const nodeSdk = new NodeSDK({ ...configuration, serviceName: 'application', instrumentations: [] });
  nodeSdk.start();
  // Its `trace.setGlobalTracerProvider()` may have been refused: what it made is what counts.
  const provider = nodeSdk._tracerProvider;
  return { ...running(provider), shutdown: () => nodeSdk.shutdown() };
}

module.exports = { api, start };
