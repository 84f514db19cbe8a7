import { readDeploymentEnvironment } from '@botanu/core/authoring';
import { RunContextEnricher } from '@botanu/processors';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Configuration } from './configuration';
import { QuietExporter } from './quiet-exporter';
import { SDK_NAME, SDK_VERSION } from './version';

/** Room for a burst: the default of 2,048 loses half of 5,000 spans that end together. */
const MAX_QUEUE_SIZE = 65_536;

/**
 * Builds the provider of a process that has no tracing of its own: every span is recorded, stamped with its
 * run, and exported.
 *
 * @param configuration - What was resolved.
 * @returns The provider, not yet registered.
 */
export function createTracerProvider(configuration: Configuration): BasicTracerProvider {
  return new BasicTracerProvider({
    resource: createResource(configuration),
    // A run's cost is the cost of all its spans.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new RunContextEnricher(), ...exportingProcessors(configuration)],
  });
}

function createResource(configuration: Configuration): Resource {
  const environment = readDeploymentEnvironment();
  return defaultResource()
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(
      resourceFromAttributes({
        ...(configuration.serviceName === undefined ? {} : { 'service.name': configuration.serviceName }),
        'deployment.environment': environment,
        'deployment.environment.name': environment,
        'telemetry.distro.name': SDK_NAME,
        'telemetry.distro.version': SDK_VERSION,
      }),
    );
}

function exportingProcessors(configuration: Configuration): SpanProcessor[] {
  switch (configuration.exporter) {
    case 'none':
      return [];
    case 'console':
      return [new SimpleSpanProcessor(new ConsoleSpanExporter())];
    case 'otlp': {
      const exporter = new QuietExporter(
        createOtlpExporter(configuration),
        withoutCredentials(configuration.tracesUrl),
      );
      return [new BatchSpanProcessor(exporter, { maxQueueSize: MAX_QUEUE_SIZE })];
    }
  }
}

function withoutCredentials(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const OTEL_HEADER_VARIABLES = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];

/**
 * The exporter adds the headers of `OTEL_` variables to whatever endpoint it is given, and with them perhaps
 * another vendor's key. It reads them in its constructor, so they are out of sight for just that call.
 */
function createOtlpExporter(configuration: Configuration): OTLPTraceExporter {
  const hidden = configuration.usesOtelHeaders ? [] : OTEL_HEADER_VARIABLES;
  const saved = hidden.map((name) => [name, process.env[name]] as const);
  for (const name of hidden) {
    delete process.env[name];
  }
  try {
    return new OTLPTraceExporter({ url: configuration.tracesUrl, headers: { ...configuration.otlpHeaders } });
  } finally {
    for (const [name, value] of saved) {
      if (value !== undefined) {
        process.env[name] = value;
      }
    }
  }
}
