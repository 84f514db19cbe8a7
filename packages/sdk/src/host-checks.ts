import { propagation, type TextMapPropagator } from '@opentelemetry/api';
import type { Configuration } from './configuration';
import { isRegistered, registeredApiVersion, withNothingRegistered } from './globals';
import type { HostProcessor, HostSampler } from './provider-shape';
import type { Reporter } from './report';
import { withoutCredentials } from './value-kinds';

/**
 * Warns where the application has loaded two versions of the OpenTelemetry API: they do not see each other.
 *
 * @param reporter - Told about it.
 */
export function checkApiCopies(reporter: Reporter): void {
  const theirs = registeredApiVersion();
  const ours = ownApiVersion();
  if (theirs !== undefined && ours !== undefined && theirs !== ours) {
    reporter.warn(
      'BOTANU_TWO_API_VERSIONS',
      `@opentelemetry/api is loaded twice: ${theirs} has registered the tracing of this process, botanu has ` +
        `${ours}. Spans and context of one may be invisible to the other. Install one version: npm dedupe, or ` +
        '"overrides" in package.json.',
    );
  }
}

/** The API does not export its version, but writes it into an empty slot. */
function ownApiVersion(): string | undefined {
  return withNothingRegistered(() => {
    propagation.setGlobalPropagator(NO_PROPAGATOR);
    return registeredApiVersion();
  });
}

const NO_PROPAGATOR: TextMapPropagator = {
  inject: () => {},
  extract: (context) => context,
  fields: () => [],
};

/**
 * Warns where nothing carries the current run from one function to the next.
 *
 * @param reporter - Told about it.
 */
export function checkContextManager(reporter: Reporter): void {
  if (!isRegistered('context')) {
    reporter.warn(
      'BOTANU_NO_CONTEXT_MANAGER',
      'the tracing of this process has no context manager, so nothing inside an event knows the run. Register one ' +
        'with your provider: new AsyncLocalStorageContextManager() of @opentelemetry/context-async-hooks.',
    );
  }
}

/**
 * Warns where the host's exporter sends to where we send: each span would arrive twice.
 *
 * @param configuration - Where we send to.
 * @param processors - The host's own processors.
 * @param reporter - Told about it.
 */
export function checkEndpoint(
  configuration: Configuration,
  processors: readonly HostProcessor[],
  reporter: Reporter,
): void {
  const isUsed =
    configuration.exporter === 'otlp' &&
    processors.some((processor) => exportsTo(processor, configuration.tracesUrl, 0));
  if (isUsed) {
    reporter.warn(
      'BOTANU_ENDPOINT_IN_USE',
      `your own exporter sends to ${withoutCredentials(configuration.tracesUrl)}, too: what it exports arrives there ` +
        'twice. Give botanu an endpoint of its own (BOTANU_COLLECTOR_ENDPOINT), or take your exporter out.',
    );
  }
}

/**
 * Warns where a sampler is configured that a provider of ours does not use.
 *
 * @param reporter - Told about it.
 */
export function checkSamplerVariable(reporter: Reporter): void {
  if (process.env.OTEL_TRACES_SAMPLER) {
    reporter.warn(
      'BOTANU_SAMPLER_NOT_USED',
      "OTEL_TRACES_SAMPLER is set, and botanu's own provider does not use it: a run's cost is the cost of all its " +
        'spans. Sample in your collector, or with a provider of your own, whose sampling stays as it is.',
    );
  }
}

/** From processor to URL there are five steps in OpenTelemetry 2.12, fewer in others. */
const MAX_EXPORTER_DEPTH = 7;

function exportsTo(value: unknown, url: string, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > MAX_EXPORTER_DEPTH) {
    return false;
  }
  return Object.entries(value).some(([key, inner]) =>
    key === 'url' ? isSameUrl(inner, url) : EXPORTER_KEYS.has(key) && exportsTo(inner, url, depth + 1),
  );
}

const EXPORTER_KEYS = new Set([
  '_exporter',
  'exporter',
  '_delegate',
  '_transport',
  '_parameters',
  'processors',
  '_options',
  'options',
]);

function isSameUrl(value: unknown, url: string): boolean {
  return (
    typeof value === 'string' && URL.canParse(value) && withoutCredentials(value) === withoutCredentials(url)
  );
}

/** How deep samplers lie in each other: parent based, then a vendor's own wrapper, then a ratio. */
const MAX_SAMPLER_DEPTH = 3;

/**
 * Finds the ratio of a sampler that keeps a share of all traces.
 *
 * @param sampler - The host's sampler, or one that holds the ratio inside.
 * @returns From 0 to 1; undefined where there is none.
 */
export function findSamplingRatio(sampler: HostSampler, depth = 0): number | undefined {
  const { _ratio: ratio } = sampler as { _ratio?: unknown };
  if (typeof ratio === 'number') {
    return ratio;
  }
  if (depth === MAX_SAMPLER_DEPTH) {
    return undefined;
  }
  for (const inner of Object.values(sampler)) {
    const isSampler = typeof (inner as Partial<HostSampler> | null | undefined)?.shouldSample === 'function';
    const found = isSampler ? findSamplingRatio(inner as HostSampler, depth + 1) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
