import { getRuntime, safely, warnOnce } from '@botanu/core/authoring';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { Configuration } from './configuration';
import { isRegistered } from './globals';
import { enableInstrumentations } from './instrumentations';
import { createTracerProvider } from './pipeline';

/** How long `disable()` waits for a collector. */
const SHUTDOWN_TIMEOUT_MS = 5000;

/** What was switched on, and how to switch it off. */
export interface Activation {
  /** Sends what is left, then takes everything back. Never rejects. */
  readonly disable: () => Promise<void>;
}

/**
 * Registers a pipeline of our own: provider, context manager, propagators, instrumentations. What the
 * application has registered before stays.
 *
 * @param configuration - What was resolved.
 * @param onDisabled - Called when everything else has been taken back.
 * @returns How to take it back.
 */
export function activate(configuration: Configuration, onDisabled: () => void): Activation {
  getRuntime().environment = configuration.environment;
  const provider = createTracerProvider(configuration);
  trace.setGlobalTracerProvider(provider);
  const undo = [
    registerContextManager(),
    registerPropagators(),
    enableInstrumentations(provider, configuration.instrumentations),
  ];
  return {
    disable: () => {
      // First everything that others see, at once, so that `enable()` can be called again while this one waits.
      for (const undoOne of undo.reverse()) {
        safely('take back what enable() did', undoOne);
      }
      trace.disable();
      getRuntime().environment = undefined;
      return shutDown(provider).then(onDisabled);
    },
  };
}

function registerContextManager(): () => void {
  if (isRegistered('context')) {
    return () => {};
  }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return () => context.disable();
}

function registerPropagators(): () => void {
  if (isRegistered('propagation')) {
    return () => {};
  }
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  return () => propagation.disable();
}

async function shutDown(provider: BasicTracerProvider): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      warnOnce(
        'BOTANU_EXPORT_FAILED',
        `the collector did not take the last spans within ${SHUTDOWN_TIMEOUT_MS} ms; they are lost.`,
        'shutdown',
      );
      resolve();
    }, SHUTDOWN_TIMEOUT_MS);
  });
  // A rejection has been counted by the exporter; the timer keeps a hung collector from delaying an exit.
  await Promise.race([provider.shutdown().catch(() => {}), timeUp]);
  clearTimeout(timer);
}
