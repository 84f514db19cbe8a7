import * as api from '@opentelemetry/api';
import * as sdk from '@opentelemetry/sdk-trace-base';
import { registerOTel } from '@vercel/otel';
import { openTelemetryParts } from '../../programs/opentelemetry-host.cjs';

export { api };

/** A minified copy of the SDK, with the SDK's own processors handed in. */
export function start(settings) {
  const { configuration, running } = openTelemetryParts(api, sdk, settings);
  const { idGenerator, sampler, spanProcessors } = configuration;
  registerOTel({ serviceName: 'application', idGenerator, traceSampler: sampler, spanProcessors });
  return running(api.trace.getTracerProvider().getDelegate());
}
