import { errorClassOf, warnOnce } from '@botanu/core/authoring';
import type { TracerProvider } from '@opentelemetry/api';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { type ModulePatch, patchBuiltinHttp, requireBuiltinHttp } from './builtin-http';
import { withoutRequireHook } from './without-require-hook';

/** Instrumentations that were switched on. */
export interface EnabledInstrumentations {
  /** Their names. */
  readonly names: readonly string[];
  /** Switches all of them off again. */
  readonly disable: () => void;
}

/** The sizes of bodies are on no span by themselves: from these, bytes are counted. */
const LENGTH_HEADERS = { requestHeaders: ['content-length'], responseHeaders: ['content-length'] };

/**
 * Switches on the instrumentation of `fetch` and `undici`.
 *
 * @param tracerProvider - Where its spans go.
 */
export function enableUndici(tracerProvider: TracerProvider): EnabledInstrumentations {
  return enableOne(
    withoutRequireHook(() => new UndiciInstrumentation({ headersToSpanAttributes: LENGTH_HEADERS })),
    tracerProvider,
  );
}

/** `init` is what every instrumentation gives its own base class. */
type WithInit = Instrumentation & { init(): ModulePatch[] };

/**
 * Switches on the instrumentation of `http` and `https`.
 *
 * @param tracerProvider - Where its spans go.
 */
export function enableHttp(tracerProvider: TracerProvider): EnabledInstrumentations {
  const headersToSpanAttributes = { client: LENGTH_HEADERS };
  const instrumentation = withoutRequireHook(
    () => new HttpInstrumentation({ enabled: false, headersToSpanAttributes }),
  );
  instrumentation.setTracerProvider(tracerProvider);
  const disable = patchBuiltinHttp((instrumentation as unknown as WithInit).init());
  return { names: [instrumentation.instrumentationName], disable };
}

/**
 * Switches on the application's own instrumentations; one that fails is warned about and left out.
 *
 * @param tracerProvider - Where their spans go.
 * @param instrumentations - The instrumentations.
 */
export function enableInstrumentations(
  tracerProvider: TracerProvider,
  instrumentations: readonly Instrumentation[],
): EnabledInstrumentations {
  const enabled = combine(
    instrumentations.map((instrumentation) => attempt(() => enableOne(instrumentation, tracerProvider))),
  );
  if (enabled.names.includes(HTTP_INSTRUMENTATION)) {
    requireBuiltinHttp();
  }
  return enabled;
}

const HTTP_INSTRUMENTATION = '@opentelemetry/instrumentation-http';

/**
 * Switches one instrumentation on.
 *
 * @param instrumentation - The instrumentation.
 * @param tracerProvider - Where its spans go.
 */
export function enableOne(
  instrumentation: Instrumentation,
  tracerProvider: TracerProvider,
): EnabledInstrumentations {
  const disable = registerInstrumentations({ tracerProvider, instrumentations: [instrumentation] });
  return { names: [instrumentation.instrumentationName], disable };
}

/**
 * Makes one of many.
 *
 * @param enabled - What was switched on.
 */
export function combine(enabled: readonly EnabledInstrumentations[]): EnabledInstrumentations {
  return {
    names: enabled.flatMap(({ names }) => names),
    disable: () => {
      for (const { disable } of enabled) {
        disable();
      }
    },
  };
}

function attempt(enable: () => EnabledInstrumentations): EnabledInstrumentations {
  try {
    return enable();
  } catch (error) {
    warnOnce(
      'BOTANU_INSTRUMENTATION_FAILED',
      `an instrumentation could not be enabled (${errorClassOf(error)}); its spans are missing, all others work.`,
      errorClassOf(error),
    );
    return { names: [], disable: () => {} };
  }
}
