import { errorClassOf, warnOnce } from '@botanu/core/authoring';
import type { TracerProvider } from '@opentelemetry/api';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { patchBuiltinHttp } from './builtin-http';

/** Instrumentations that were switched on. */
export interface EnabledInstrumentations {
  /** Their names. */
  readonly names: readonly string[];
  /** Switches all of them off again. */
  readonly disable: () => void;
}

/**
 * Switches on what carries a run to the next service over HTTP: the instrumentations of `http` and `https`, and of
 * `fetch` and `undici`. One that fails is warned about and left out.
 *
 * @param tracerProvider - Where their spans go.
 */
export function enableHttpInstrumentations(tracerProvider: TracerProvider): EnabledInstrumentations {
  const names: string[] = [];
  const undoHttp = patchBuiltinHttp(() => {
    names.push(...enableOne(() => new HttpInstrumentation(), tracerProvider).names);
  });
  const undici = enableOne(() => new UndiciInstrumentation(), tracerProvider);
  return {
    names: [...names, ...undici.names],
    disable: () => {
      undoHttp();
      undici.disable();
    },
  };
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
  const enabled = instrumentations.map((instrumentation) => enableOne(() => instrumentation, tracerProvider));
  return {
    names: enabled.flatMap(({ names }) => names),
    disable: () => {
      for (const { disable } of enabled) {
        disable();
      }
    },
  };
}

function enableOne(create: () => Instrumentation, tracerProvider: TracerProvider): EnabledInstrumentations {
  try {
    const instrumentation = create();
    const disable = registerInstrumentations({ tracerProvider, instrumentations: [instrumentation] });
    return { names: [instrumentation.instrumentationName], disable };
  } catch (error) {
    warnOnce(
      'BOTANU_INSTRUMENTATION_FAILED',
      `an instrumentation could not be enabled (${errorClassOf(error)}); its spans are missing, all others work.`,
      errorClassOf(error),
    );
    return { names: [], disable: () => {} };
  }
}
