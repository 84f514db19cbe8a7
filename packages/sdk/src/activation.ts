import { type Activation, getRuntime, safely } from '@botanu/core/authoring';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Mode } from './botanu-config';
import type { Configuration } from './configuration';
import { ContentCapture } from './content-capture';
import { ContentDetection } from './content-detection';
import { ContentExport } from './content-export';
import { ContentStore } from './content-store';
import { classNameOf, registered } from './globals';
import { findHost, type Host } from './host';
import { checkApiCopies } from './host-checks';
import { enableInstrumentations } from './instrumentations';
import { type ActiveMode, attach, type Setting, standBeside } from './joining';
import { registerMetrics } from './own-metrics';
import { createExportingProcessor } from './pipeline';
import { createGuard, releaseGuard } from './propagation-guard';
import { propagatorNames } from './propagator-names';
import type { EnableReport, Reporter } from './report';
import { standAlone } from './standalone';
import { withoutCredentials } from './value-kinds';

/**
 * Switches a pipeline of ours on, in the mode that suits the process.
 *
 * @param configuration - What was resolved.
 * @param reporter - Told what was found.
 * @param onDisabled - Called when everything else has been taken back.
 * @returns How to take it back, and what was done.
 */
export function activate(
  configuration: Configuration,
  reporter: Reporter,
  onDisabled: () => void,
): Activation & { readonly report: EnableReport } {
  const { maxChars, rate, scrubber } = configuration.content;
  const content = new ContentStore();
  const capture = new ContentCapture({ rate, scrubber, maxLength: maxChars, store: content });
  const exporting = createExportStage(configuration, content, capture);
  getRuntime().environment = configuration.environment;
  checkApiCopies(reporter);
  getRuntime().capture = capture;
  const guard = createGuard(configuration.propagation);
  const ownMetrics = registerMetrics(configuration, reporter);
  const active = start(findHost(), { configuration, content, exporting, guard, reporter });
  const own = enableInstrumentations(active.tracerProvider, chosenInstrumentations(configuration));
  return {
    report: {
      mode: active.mode,
      provider: active.provider,
      sampler: active.sampler,
      propagators: propagatorNames(registered('propagation')),
      contextManager: classNameOf(registered('context')),
      instrumentations: [...active.instrumentations.names, ...own.names],
      skippedInstrumentations: active.instrumentations.skipped,
      endpoint:
        configuration.exporter === 'otlp'
          ? withoutCredentials(configuration.tracesUrl)
          : configuration.exporter,
      warnings: reporter.warnings,
    },
    settings: configuration.settings,
    flush: async () => {
      await Promise.all([exporting?.forceFlush(), ownMetrics?.flush()]);
    },
    disable: () => {
      // First everything that others see, at once, so that `enable()` can be called again while this one waits.
      safely('switch instrumentations off', own.disable);
      safely('switch instrumentations off', active.instrumentations.disable);
      safely('take back what enable() did', active.undo);
      getRuntime().environment = undefined;
      getRuntime().capture = undefined;
      releaseGuard(guard);
      // It waits for a hung collector no longer than its own time limit.
      return Promise.all([exporting?.shutdown(), ownMetrics?.shutdown()])
        .catch(() => {})
        .then(onDisabled);
    },
  };
}

/** Those that the application has made itself. */
function chosenInstrumentations({ instrumentations = [] }: Configuration): readonly Instrumentation[] {
  return (instrumentations || []).filter((one) => typeof one !== 'string');
}

function createExportStage(
  configuration: Configuration,
  store: ContentStore,
  capture: ContentCapture,
): ContentExport | undefined {
  const { asyncScrubber, maxChars } = configuration.content;
  const exporting = createExportingProcessor(configuration);
  return (
    exporting &&
    new ContentExport({
      exporting,
      store,
      scrub: (text) => capture.scrub(text),
      detection: asyncScrubber && new ContentDetection(asyncScrubber, maxChars),
    })
  );
}

function start(host: Host, setting: Setting): ActiveMode {
  const asked = setting.configuration.mode;
  if (asked === 'parallel' || (asked === 'standalone' && host.kind !== 'none')) {
    warnWhereImpossible(asked, host, setting.reporter);
    return standBeside(host.kind === 'none' ? 'nothing else yet' : host.name, setting);
  }
  switch (host.kind) {
    case 'known':
      return attach(host, setting);
    case 'foreign':
      warnWhereImpossible(asked, host, setting.reporter);
      return standBeside(host.name, setting);
    case 'none':
      warnWhereImpossible(asked, host, setting.reporter);
      return standAlone(setting);
  }
}

function warnWhereImpossible(asked: Mode, host: Host, reporter: Reporter): void {
  if (asked === 'attach' && host.kind !== 'known') {
    reporter.warn(
      'BOTANU_MODE_UNAVAILABLE',
      `mode "attach" was asked for, but ${host.kind === 'none' ? 'no tracer provider is registered yet: one that is registered later is joined then' : `${host.name} cannot be joined`}.`,
    );
  }
  if (asked === 'standalone' && host.kind !== 'none') {
    reporter.warn(
      'BOTANU_MODE_UNAVAILABLE',
      `mode "standalone" was asked for, but ${host.name} is registered already: botanu stands beside it.`,
    );
  }
}
