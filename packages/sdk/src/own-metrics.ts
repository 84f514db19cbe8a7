import { errorClassOf } from '@botanu/core/authoring';
import { type MeterProvider, metrics } from '@opentelemetry/api';
import type { Configuration } from './configuration';
import { registered } from './globals';
import type { MeterSetting } from './meter-provider';
import { requireOwn } from './own-modules';
import { ownResourceAttributes } from './pipeline';
import type { Reporter } from './report';
import { createResource } from './resource-detection';

/** A meter provider of ours that is the global one. */
export interface OwnMetrics {
  /** Sends what was measured since the last export. */
  readonly flush: () => Promise<void>;
  /** Sends what is left, and takes the provider back. Never rejected. */
  readonly shutdown: () => Promise<void>;
}

/** The OpenTelemetry SDK's. */
type SdkMeterProvider = MeterProvider & { forceFlush(): Promise<void>; shutdown(): Promise<void> };

type MeterModule = { createMeterProvider(setting: MeterSetting): SdkMeterProvider };

const TRACES_PATH = /\/v1\/traces$/;

/**
 * Registers a meter provider of ours, where metrics are asked for and nobody else has registered one.
 *
 * @param configuration - Where to send them: beside the spans.
 * @param reporter - Told where that cannot be done.
 * @returns Undefined where there is none of ours.
 */
export function registerMetrics(configuration: Configuration, reporter: Reporter): OwnMetrics | undefined {
  if (!configuration.metrics || configuration.exporter !== 'otlp') {
    return undefined;
  }
  if (registered('metrics') !== undefined) {
    reporter.info('Metrics go to the MeterProvider that is registered already.');
    return undefined;
  }
  if (!TRACES_PATH.test(new URL(configuration.tracesUrl).pathname)) {
    reporter.warn(
      'BOTANU_INVALID_CONFIGURATION',
      'metrics are asked for, but the path of the endpoint for spans does not end in /v1/traces, so that nobody knows where ' +
        'metrics go. Name the endpoint in BOTANU_COLLECTOR_ENDPOINT, or register a MeterProvider of your own.',
    );
    return undefined;
  }
  return tryToRegister(configuration, reporter);
}

function tryToRegister(configuration: Configuration, reporter: Reporter): OwnMetrics | undefined {
  try {
    // Not with the spans' pipeline: whoever wants no metrics does not load any of it.
    const { createMeterProvider } = requireOwn('./meter-provider.cjs') as MeterModule;
    const url = new URL(configuration.tracesUrl);
    url.pathname = url.pathname.replace(TRACES_PATH, '/v1/metrics');
    const provider = createMeterProvider({
      url: url.href,
      headers: configuration.otlpHeaders.reveal(),
      // The last export keeps the process alive for no longer than spans do.
      timeoutMs: Math.min(configuration.exportTimeoutMs, configuration.shutdownTimeoutMs),
      resource: createResource(ownResourceAttributes(configuration), configuration.autoDetectResources),
    });
    metrics.setGlobalMeterProvider(provider);
    return lifecycleOf(provider, configuration.shutdownTimeoutMs);
  } catch (error) {
    reporter.warn(
      'BOTANU_INVALID_CONFIGURATION',
      `metrics cannot be exported (${errorClassOf(error)}); spans are. In a bundle, register a MeterProvider of your own.`,
    );
    return undefined;
  }
}

function lifecycleOf(provider: SdkMeterProvider, timeoutMs: number): OwnMetrics {
  const flush = () => provider.forceFlush().catch(() => {});
  process.once('beforeExit', flush);
  return {
    flush,
    shutdown: async () => {
      process.off('beforeExit', flush);
      if (registered('metrics') === provider) {
        metrics.disable();
      }
      await atMost(timeoutMs, provider.shutdown());
    },
  };
}

async function atMost(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work.catch(() => {}), timeUp]);
  clearTimeout(timer);
}
