import { context, propagation, type TextMapPropagator, type TracerProvider, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { withBaggagePropagator } from './baggage-propagator';
import { ForwardingTracerProvider } from './forwarding-provider';
import { type ApiGlobal, registered } from './globals';
import { hostOf } from './host';
import { checkSamplerVariable } from './host-checks';
import { enableHttpInstrumentations } from './instrumentations';
import { type ActiveMode, attach, completeBaggage, type Setting, standBeside } from './joining';
import { makeRoomForLateHost } from './late-host';
import { createTracerProvider } from './pipeline';

/**
 * Makes our provider the global one, with all that a process without tracing lacks. An application that
 * registers tracing of its own later gets its way: ours then joins it.
 *
 * @param setting - What to export, and by whom.
 */
export function standAlone(setting: Setting): ActiveMode {
  const ours = new Map<ApiGlobal, object>();
  const provider = createTracerProvider(setting.configuration, setting.exporting);
  const forwarding = new ForwardingTracerProvider(provider);
  registerIfFree(ours, 'trace', () => trace.setGlobalTracerProvider(forwarding));
  registerIfFree(ours, 'context', () =>
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()),
  );
  registerIfFree(ours, 'propagation', () => propagation.setGlobalPropagator(createPropagator()));
  const undoPropagator = ours.has('propagation') ? () => {} : completeBaggage(setting.reporter);
  const instrumentations = enableHttpInstrumentations(forwarding);
  checkSamplerVariable(setting.reporter);
  const undo = [
    () => {
      unregister(ours);
      if (forwarding.target === provider) {
        // Modules keep the tracers that they got from us: from here on they are whatever is registered next.
        forwarding.target = trace.getTracerProvider();
      }
    },
    undoPropagator,
    instrumentations.disable,
  ];
  undo.push(
    makeRoomForLateHost(ours, {
      completePropagator: withBaggagePropagator,
      onTracerProvider: (late) => {
        instrumentations.disable();
        forwarding.target = late;
        undo.push(joinLateHost(late, setting).undo);
      },
    }),
  );
  return {
    mode: 'standalone',
    provider: provider.constructor.name,
    sampler: 'AlwaysOnSampler',
    tracerProvider: forwarding,
    instrumentations: instrumentations.names,
    undo: () => {
      for (const undoOne of undo.reverse()) {
        undoOne();
      }
    },
  };
}

function registerIfFree(ours: Map<ApiGlobal, object>, name: ApiGlobal, register: () => boolean): void {
  if (registered(name) === undefined && register()) {
    ours.set(name, registered(name) as object);
  }
}

/** What the application has registered in the meantime stays. */
function unregister(ours: ReadonlyMap<ApiGlobal, object>): void {
  const apis = { trace, context, propagation };
  for (const name of ['trace', 'context', 'propagation'] as const) {
    if (registered(name) === ours.get(name)) {
      apis[name].disable();
    }
  }
}

function createPropagator(): TextMapPropagator {
  return new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  });
}

function joinLateHost(provider: TracerProvider, setting: Setting): ActiveMode {
  const host = hostOf(provider);
  if (host.kind !== 'known') {
    return standBeside(host.kind === 'none' ? 'unnamed' : host.name, setting);
  }
  const joined = attach(host, setting);
  setting.reporter.info(`Joined ${host.name}, which was registered after botanu.`);
  return joined;
}
