import type { Context, Link, SamplingResult, SpanKind, TracerProvider } from '@opentelemetry/api';

/** A span of any OpenTelemetry SDK, which only its own processors look into. */
export type HostSpan = object;

/** A span processor of any OpenTelemetry SDK: `onEnding` came with 2.3. */
export interface HostProcessor {
  onStart(span: HostSpan, parentContext: Context): void;
  onEnding?(span: HostSpan): void;
  onEnd(span: HostSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A sampler of any OpenTelemetry SDK. */
export interface HostSampler {
  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: object,
    links: Link[],
  ): SamplingResult;
  toString(): string;
}

/** What hands spans to several processors: all tracers and all living spans of a provider share it. */
export interface ProcessorGroup {
  _spanProcessors: HostProcessor[];
}

/** Whatever keeps a reference to a sampler. */
type SamplerHolder<K extends string> = Record<K, HostSampler>;

/** A provider of the OpenTelemetry SDK, 1.x to 3.x, as far as joining it goes. */
export interface KnownProvider {
  /** The provider itself. */
  readonly provider: TracerProvider;
  /** What hands spans to the processors now: in 1.x another one after each `addSpanProcessor`. */
  readProcessor(): ProcessorGroup | HostProcessor;
  /** Puts another one in its place, where it was no group. Only 1.x starts without one. */
  writeProcessor(processor: ProcessorGroup | HostProcessor): void;
  /**
   * Says when the host has added a processor. Only 1.x has a method for that.
   *
   * @returns Stops it.
   */
  onProcessorAdded(listener: () => void): () => void;
  /** What new tracers take their sampler from. */
  readonly options: SamplerHolder<'sampler'>;
  /** The tracers made so far: each keeps a sampler of its own. */
  readonly tracers: ReadonlyMap<string, SamplerHolder<'_sampler'>>;
}

/**
 * Recognises a provider by its shape, never by its class: bundlers copy and rename classes.
 *
 * @param provider - Whatever is registered.
 * @returns How to join it; undefined where its inside is not the one that we know.
 */
export function recogniseProvider(provider: TracerProvider): KnownProvider | undefined {
  const fields = provider as unknown as Record<string, unknown>;
  const options = [fields._tracerOptions, fields._config].find(holdsSampler);
  const tracers = fields._tracers;
  const processorKey = ['_activeSpanProcessor', 'activeSpanProcessor'].find(
    (key) => isGroup(fields[key]) || (isOneX(fields) && isProcessor(fields[key])),
  );
  if (options === undefined || processorKey === undefined || !isTracerMap(tracers)) {
    return undefined;
  }
  return {
    provider,
    readProcessor: () => fields[processorKey] as ProcessorGroup | HostProcessor,
    writeProcessor: (processor) => {
      fields[processorKey] = processor;
    },
    onProcessorAdded: (listener) => watchAdditions(fields, listener),
    options,
    tracers,
  };
}

function watchAdditions(fields: Record<string, unknown>, listener: () => void): () => void {
  const { addSpanProcessor } = fields;
  if (typeof addSpanProcessor !== 'function') {
    return () => {};
  }
  const watched = (processor: unknown): void => {
    Reflect.apply(addSpanProcessor, fields, [processor]);
    listener();
  };
  const isOwn = Object.hasOwn(fields, 'addSpanProcessor');
  fields.addSpanProcessor = watched;
  return () => {
    if (fields.addSpanProcessor === watched && isOwn) {
      fields.addSpanProcessor = addSpanProcessor;
    } else if (fields.addSpanProcessor === watched) {
      delete fields.addSpanProcessor;
    }
  };
}

/** Whether something hands spans to a list of processors. */
export function isGroup(value: unknown): value is ProcessorGroup {
  const processors = (value as Partial<ProcessorGroup> | null | undefined)?._spanProcessors;
  return Array.isArray(processors) && processors.every(isProcessor);
}

function isProcessor(value: unknown): value is HostProcessor {
  const { onStart, onEnd } = (value ?? {}) as Partial<HostProcessor>;
  return typeof onStart === 'function' && typeof onEnd === 'function';
}

/** 1.x keeps its list at the provider, and starts with a single processor that is not on it. */
function isOneX(fields: Record<string, unknown>): boolean {
  return Array.isArray(fields._registeredSpanProcessors);
}

function holdsSampler(value: unknown): value is SamplerHolder<'sampler'> {
  return isSampler((value as Partial<SamplerHolder<'sampler'>> | null | undefined)?.sampler);
}

function isSampler(value: unknown): value is HostSampler {
  return typeof (value as Partial<HostSampler> | null | undefined)?.shouldSample === 'function';
}

function isTracerMap(value: unknown): value is ReadonlyMap<string, SamplerHolder<'_sampler'>> {
  return (
    value instanceof Map &&
    [...value.values()].every((tracer) => isSampler((tracer as { _sampler?: unknown } | null)?._sampler))
  );
}
