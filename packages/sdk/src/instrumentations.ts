import { createRequire, syncBuiltinESMExports } from 'node:module';
import { errorClassOf, warnOnce } from '@botanu/core/authoring';
import type { TracerProvider } from '@opentelemetry/api';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';

/** What carries a run to the next service over HTTP: `http` and `https`, and `fetch` and `undici`. */
const DEFAULT_INSTRUMENTATIONS: readonly (() => Instrumentation)[] = [
  () => new HttpInstrumentation(),
  () => new UndiciInstrumentation(),
];

/**
 * Switches instrumentations on; one that fails is warned about and left out.
 *
 * @param tracerProvider - Where their spans go.
 * @param additional - The application's own.
 * @returns Switches all of them off again.
 */
export function enableInstrumentations(
  tracerProvider: TracerProvider,
  additional: readonly Instrumentation[],
): () => void {
  const factories = [
    ...DEFAULT_INSTRUMENTATIONS,
    ...additional.map((instrumentation) => () => instrumentation),
  ];
  const disablers = factories.map((create) => enableOne(create, tracerProvider));
  patchBuiltinHttp();
  return () => {
    for (const disableOne of disablers) {
      disableOne();
    }
  };
}

function enableOne(create: () => Instrumentation, tracerProvider: TracerProvider): () => void {
  try {
    return registerInstrumentations({ tracerProvider, instrumentations: [create()] });
  } catch (error) {
    warnOnce(
      'BOTANU_INSTRUMENTATION_FAILED',
      `an instrumentation could not be enabled (${errorClassOf(error)}); its spans are missing, all others work.`,
      errorClassOf(error),
    );
    return () => {};
  }
}

/**
 * An ES module gets `node:http` without any `require`, and `require` is what the instrumentation hooks. One
 * `require` of ours patches the shared module object, and the sync makes named imports see it.
 */
function patchBuiltinHttp(): void {
  const require = createRequire(process.execPath);
  require('node:http');
  require('node:https');
  syncBuiltinESMExports();
}
