import { readDeploymentEnvironment, runAttributesOf } from '@botanu/core/authoring';
import { DeliverySpanProcessor } from '@botanu/delivery';
import { ResourceEnricher, RunContextEnricher, UsageElection } from '@botanu/processors';
import {
  type Attributes,
  type Context,
  createNoopMeter,
  type MeterProvider,
  SamplingDecision,
  type SamplingResult,
} from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  ConsoleSpanExporter,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Configuration } from './configuration';
import { ConfigurationError } from './configuration-error';
import { createResource } from './resource-detection';
import { SDK_NAME, SDK_VERSION } from './version';

/** A span processor that can be asked to send early without anybody who waits for it. */
export type ExportingProcessor = SpanProcessor & {
  /** Begins to send; keeps no process alive. */
  sendSoon?(): void;
};

/** What a provider of our own is built from. */
export interface Pipeline {
  readonly configuration: Configuration;
  /** What exports; undefined where nothing is exported. */
  readonly exporting: ExportingProcessor | undefined;
}

/**
 * Builds a provider of our own: every span is recorded, stamped with its run, and exported.
 *
 * @param pipeline - What was resolved, what exports.
 * @returns The provider, not yet registered.
 */
export function createTracerProvider({ configuration, exporting }: Pipeline): BasicTracerProvider {
  return new BasicTracerProvider({
    resource: createResource(ownResourceAttributes(configuration), configuration.autoDetectResources),
    // A run's cost is the cost of all its spans.
    sampler: configuration.exportScope === 'all' ? new AlwaysOnSampler() : new RunSampler(),
    spanProcessors: [
      new RunContextEnricher(),
      new UsageElection(),
      ...(configuration.inferResourceCost ? [new ResourceEnricher()] : []),
      ...(exporting === undefined ? [] : [exporting]),
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
    ...present('service.name', configuration.serviceName),
    ...present('service.version', configuration.serviceVersion),
    ...present('service.namespace', configuration.serviceNamespace),
    'deployment.environment': environment,
    'deployment.environment.name': environment,
    'telemetry.distro.name': SDK_NAME,
    'telemetry.distro.version': SDK_VERSION,
  };
}

function present(key: string, value: string | undefined): Attributes {
  return value === undefined ? {} : { [key]: value };
}

/**
 * Makes what sends spans away.
 *
 * @param configuration - Where to.
 * @returns Undefined where spans are not to be exported.
 * @throws ConfigurationError where what was given to export with cannot be used.
 */
export function createExportingProcessor(configuration: Configuration): ExportingProcessor | undefined {
  switch (configuration.exporter) {
    case 'none':
      return undefined;
    case 'console':
      return new SimpleSpanProcessor(new ConsoleSpanExporter());
    case 'otlp':
      return createDeliveryProcessor(configuration);
  }
}

/**
 * What we measure of our own delivery stays out of the host's metrics: it would be new series on somebody's bill, and
 * something that a `shutdown()` of the host waits for which had nothing to send without us (NodeSDK's, eight seconds,
 * where no collector takes its metrics). `getDeliveryStats()` has the same numbers.
 */
const NO_METRICS: MeterProvider = { getMeter: createNoopMeter };

function createDeliveryProcessor(configuration: Configuration): ExportingProcessor {
  const { tracesUrl, otlpHeaders, spool, otel, metrics } = configuration;
  try {
    return new DeliverySpanProcessor({
      ...otel,
      url: tracesUrl,
      headers: otlpHeaders.reveal(),
      spool,
      ...(metrics ? {} : { meterProvider: NO_METRICS }),
      maxQueueSize: configuration.maxQueueSize,
      maxBatchSize: configuration.maxExportBatchSize,
      flushIntervalMs: configuration.scheduleDelayMs,
      requestTimeoutMs: configuration.exportTimeoutMs,
      shutdownTimeoutMs: configuration.shutdownTimeoutMs,
    });
  } catch (error) {
    const message = (error as Error).message.replace('DeliverySpanProcessor: ', '');
    throw new ConfigurationError([{ key: 'export', source: 'export', message }]);
  }
}
