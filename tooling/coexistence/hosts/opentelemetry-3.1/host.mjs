import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import * as sdk from '@opentelemetry/sdk-trace';
import { BATCH_OPTIONS, openTelemetryParts } from '../../programs/opentelemetry-host.cjs';

export { api, sdk };

/** 3.x has no `NodeTracerProvider`: an application registers the parts itself. */
export function start(settings, processors) {
  const { configuration, running } = openTelemetryParts(
    api,
    sdk,
    settings,
    processors,
    (exporter) => new sdk.BatchSpanProcessor({ exporter, ...BATCH_OPTIONS }),
  );
  const provider = new sdk.TracerProvider(configuration);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  api.trace.setGlobalTracerProvider(provider);
  return running(provider);
}
