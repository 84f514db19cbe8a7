import { getRuntime } from '@botanu/core/authoring';
import { context, type TextMapPropagator, type TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { Attachment } from './attachment';
import { type AutoInstrumentation, enableInstalled, rowsOf } from './auto-instrumentation';
import { withRunPropagator } from './baggage-propagator';
import type { Configuration } from './configuration';
import type { ContentStore } from './content-store';
import { registered, replaceRegistered } from './globals';
import type { Host } from './host';
import { checkContextManager, checkEndpoint, checkSamplerVariable, findSamplingRatio } from './host-checks';
import { createResourceMerger } from './merged-resource';
import { ParallelTracerProvider } from './parallel-provider';
import { createTracerProvider, type ExportingProcessor, ownResourceAttributes } from './pipeline';
import { GuardedPropagator, type PropagationGuard } from './propagation-guard';
import type { EnabledMode, Reporter } from './report';

/** What a mode needs to know. */
export interface Setting {
  readonly configuration: Configuration;
  /** What exports; undefined where nothing is exported. */
  readonly exporting: ExportingProcessor | undefined;
  readonly reporter: Reporter;
  /** Whom to believe and whom to tell. */
  readonly guard: PropagationGuard;
  /** What is captured, until it is exported. */
  readonly content: ContentStore;
}

/** A mode that is on. */
export interface ActiveMode {
  readonly mode: EnabledMode;
  /** The name of the provider's class, and how its sampler describes itself. */
  readonly provider: string;
  readonly sampler: string | undefined;
  /** Where the spans of instrumentations go that we switch on. */
  readonly tracerProvider: TracerProvider;
  /** Takes back what the mode did. */
  readonly undo: () => void;
  /** Instrumentations that belong to the mode. */
  readonly instrumentations: AutoInstrumentation;
}

/**
 * Joins the provider of the host, in place.
 *
 * @param host - The host.
 * @param setting - What to export, and by whom.
 */
export function attach(host: Host & { readonly kind: 'known' }, setting: Setting): ActiveMode {
  const { configuration, content, exporting, reporter } = setting;
  const { exportScope, enrichExisting, inferResourceCost } = configuration;
  const attachment = new Attachment(host.known, {
    content,
    exporting,
    exportScope,
    enrichExisting,
    inferResourceCost,
    mergeResource: createResourceMerger(ownResourceAttributes(configuration)),
  });
  const { hostSampler, hostProcessors } = attachment;
  const ratio = findSamplingRatio(hostSampler);
  if (ratio !== undefined) {
    reporter.info(
      `Preserved your sampling ratio (${ratio}): your exporters get the spans that they got before.`,
    );
  }
  checkEndpoint(configuration, hostProcessors, reporter);
  const undoPropagator = completePropagator(setting);
  checkContextManager(reporter);
  return {
    mode: 'attach',
    provider: host.name,
    sampler: String(hostSampler),
    tracerProvider: host.known.provider,
    instrumentations: enableAsked(host.known.provider, setting),
    undo: () => {
      attachment.release();
      undoPropagator();
    },
  };
}

/**
 * Puts a provider of our own beside a tracer that cannot be joined. It is not the global one.
 *
 * @param name - What the other tracer is called.
 * @param setting - What to export, and by whom.
 */
export function standBeside(name: string, setting: Setting): ActiveMode {
  const { reporter } = setting;
  const provider = createTracerProvider(setting);
  const tracerProvider = new ParallelTracerProvider(provider);
  const runtime = getRuntime();
  runtime.tracerProvider = tracerProvider;
  reporter.warn(
    'BOTANU_PARALLEL_TRACING',
    `this process is traced by ${name}, which cannot be joined: its spans stay with it, and botanu records its own ` +
      'beside them. Over HTTP, only what you pass in "instrumentations" carries a run to other services; through ' +
      'queues, injectRunContext() does.',
  );
  checkSamplerVariable(reporter);
  const undoContextManager = registerContextManager();
  const undoPropagator = completePropagator(setting);
  return {
    mode: 'parallel',
    provider: 'BasicTracerProvider',
    sampler: 'AlwaysOnSampler',
    tracerProvider,
    instrumentations: enableAsked(tracerProvider, setting),
    undo: () => {
      runtime.tracerProvider = undefined;
      undoPropagator();
      undoContextManager();
    },
  };
}

/** Whoever traces a process has instrumented what he wants to: only what is asked for by name is switched on. */
function enableAsked(
  tracerProvider: TracerProvider,
  { configuration, reporter }: Setting,
): AutoInstrumentation {
  const rows = rowsOf(configuration.instrumentations, false, reporter);
  return enableInstalled(rows, { tracerProvider, reporter, mayHookImports: false });
}

/** A tracer that registers nothing with OpenTelemetry leaves this place empty, and does not look at it. */
function registerContextManager(): () => void {
  if (registered('context') !== undefined) {
    return () => {};
  }
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  return () => {
    if (registered('context') === manager) {
      context.disable();
    }
  };
}

/**
 * Without W3C Baggage a run ends where the process ends: adds it to the propagator of the host, and puts the rules of
 * whom to believe and whom to tell around it.
 *
 * @param setting - The rules, and whom to tell what was done.
 * @returns Takes it out again.
 */
export function completePropagator({ guard, reporter }: Setting): () => void {
  const theirs = registered('propagation') as TextMapPropagator | undefined;
  if (theirs instanceof GuardedPropagator) {
    return () => {};
  }
  const completed = withRunPropagator(theirs);
  if (completed !== theirs) {
    reporter.warn(
      'BOTANU_NO_BAGGAGE_PROPAGATOR',
      'the propagator of this process does not carry W3C Baggage, and with it the run; one that does was put in front ' +
        'of it. Register a CompositePropagator with W3CBaggagePropagator to choose the order yourself.',
    );
  }
  const guarded = guard.around(completed);
  replaceRegistered('propagation', guarded);
  return () => {
    if (registered('propagation') === guarded) {
      replaceRegistered('propagation', theirs);
    }
  };
}
