import { readDeploymentEnvironment, runAttributesOf } from '@botanu/core/authoring';
import { ResourceEnricher, RunContextEnricher } from '@botanu/processors';
import { type Attributes, type Context, SamplingDecision, type SamplingResult } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Configuration } from './configuration';
import { type ContentStore, withContent } from './content-store';
import { withoutCredentials } from './host-checks';
import { QuietExporter } from './quiet-exporter';
import { SDK_NAME, SDK_VERSION } from './version';

/** Room for a burst: the default of 2,048 loses half of 5,000 spans that end together. */
const MAX_QUEUE_SIZE = 65_536;

/** What a provider of our own is built from. */
export interface Pipeline {
  readonly configuration: Configuration;
  readonly content: ContentStore;
  /** What exports; undefined where nothing is exported. */
  readonly exporting: SpanProcessor | undefined;
}

/**
 * Builds a provider of our own: every span is recorded, stamped with its run, and exported.
 *
 * @param pipeline - What was resolved, what exports, and the content to export.
 * @returns The provider, not yet registered.
 */
export function createTracerProvider({ configuration, content, exporting }: Pipeline): BasicTracerProvider {
  return new BasicTracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes(ownResourceAttributes(configuration))),
    // A run's cost is the cost of all its spans.
    sampler: configuration.exportScope === 'all' ? new AlwaysOnSampler() : new RunSampler(),
    spanProcessors: [
      new RunContextEnricher(),
      new ResourceEnricher(),
      ...(exporting === undefined ? [] : [withContent(exporting, content)]),
    ],
  });
}

/** Samples what happens inside a run, and nothing else. */
class RunSampler implements Sampler {
  shouldSample(context: Context): SamplingResult {
    const isInRun = runAttributesOf(context) !== undefined;
    return { decision: isInRun ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
  }

  toString(): string {
    return 'RunSampler';
  }
}

/**
 * What we say of the resource, whoever else describes it.
 *
 * @param configuration - What was resolved.
 */
export function ownResourceAttributes(configuration: Configuration): Attributes {
  const environment = readDeploymentEnvironment();
  return {
    ...(configuration.serviceName === undefined ? {} : { 'service.name': configuration.serviceName }),
    'deployment.environment': environment,
    'deployment.environment.name': environment,
    'telemetry.distro.name': SDK_NAME,
    'telemetry.distro.version': SDK_VERSION,
  };
}

/**
 * Makes what sends spans away.
 *
 * @param configuration - Where to.
 * @returns Undefined where spans are not to be exported.
 */
export function createExportingProcessor(configuration: Configuration): SpanProcessor | undefined {
  switch (configuration.exporter) {
    case 'none':
      return undefined;
    case 'console':
      return new SimpleSpanProcessor(new ConsoleSpanExporter());
    case 'otlp': {
      const exporter = new QuietExporter(
        createOtlpExporter(configuration),
        withoutCredentials(configuration.tracesUrl),
      );
      return new BatchSpanProcessor(exporter, { maxQueueSize: MAX_QUEUE_SIZE });
    }
  }
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
