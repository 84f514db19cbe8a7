import { safely } from '@botanu/core/authoring';
import { context, propagation, type TextMapPropagator, type TracerProvider, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { type AutoInstrumentation, enableInstalled, rowsOf } from './auto-instrumentation';
import { withRunPropagator } from './baggage-propagator';
import { ForwardingTracerProvider } from './forwarding-provider';
import { type ApiGlobal, registered, replaceRegistered } from './globals';
import { findForeignTracer, hostOf } from './host';
import { checkSamplerVariable } from './host-checks';
import { type ActiveMode, attach, completePropagator, type Setting, standBeside } from './joining';
import { makeRoomForLateHost } from './late-host';
import { createTracerProvider } from './pipeline';

/** How many spans are made before we stop looking for a tracer that comes after us. */
const MAX_LATE_CHECKS = 1000;

/**
 * Makes our provider the global one, with all that a process without tracing lacks. An application that
 * registers tracing of its own later gets its way: ours then joins it, or stands beside it.
 *
 * @param setting - What to export, and by whom.
 */
export function standAlone(setting: Setting): ActiveMode {
  const standalone = new Standalone(setting);
  return {
    mode: 'standalone',
    provider: 'BasicTracerProvider',
    sampler: 'AlwaysOnSampler',
    tracerProvider: standalone.forwarding,
    instrumentations: standalone.instrumentations,
    undo: () => standalone.undo(),
  };
}

class Standalone {
  readonly forwarding: ForwardingTracerProvider;
  readonly instrumentations: AutoInstrumentation;
  readonly #setting: Setting;
  readonly #provider: TracerProvider;
  /** What we have registered, as long as it is ours. */
  readonly #ours = new Map<ApiGlobal, object>();
  readonly #undo: (() => void)[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#provider = createTracerProvider(setting);
    this.forwarding = new ForwardingTracerProvider(this.#provider);
    this.#register();
    this.instrumentations = enableInstalled(
      rowsOf(setting.configuration.instrumentations, true, setting.reporter),
      { tracerProvider: this.forwarding, reporter: setting.reporter, mayHookImports: true },
    );
    checkSamplerVariable(setting.reporter);
    this.#watchForLateHosts();
  }

  undo(): void {
    this.forwarding.beforeSpan = undefined;
    for (const undoOne of this.#undo.reverse()) {
      undoOne();
    }
  }

  #register(): void {
    this.#registerIfFree('trace', () => trace.setGlobalTracerProvider(this.forwarding));
    this.#registerIfFree('context', () =>
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()),
    );
    this.#registerIfFree('propagation', () =>
      propagation.setGlobalPropagator(this.#setting.guard.around(createPropagator())),
    );
    this.#undo.push(() => this.#unregister());
    if (!this.#ours.has('propagation')) {
      this.#undo.push(completePropagator(this.#setting));
    }
  }

  #registerIfFree(name: ApiGlobal, register: () => boolean): void {
    if (registered(name) === undefined && register()) {
      this.#ours.set(name, registered(name) as object);
    }
  }

  /** What the application has registered in the meantime stays. */
  #unregister(): void {
    const apis = { trace, context, propagation };
    for (const name of ['trace', 'context', 'propagation'] as const) {
      if (this.#ours.has(name) && registered(name) === this.#ours.get(name)) {
        apis[name].disable();
      }
    }
    if (registered('trace') === undefined) {
      // Modules keep the tracers that they got from us: from here on they are whatever is registered next.
      this.forwarding.target = trace.getTracerProvider();
    }
  }

  #watchForLateHosts(): void {
    this.#undo.push(
      makeRoomForLateHost(this.#ours, {
        completePropagator: (propagator) => this.#setting.guard.around(withRunPropagator(propagator)),
        onTracerProvider: (provider) => this.#joinLateHost(provider),
      }),
    );
    let checksLeft = MAX_LATE_CHECKS;
    this.forwarding.beforeSpan = () => {
      checksLeft -= 1;
      const name = safely('look for another tracer', findForeignTracer);
      if (name !== undefined) {
        this.#giveWayTo(name);
      } else if (checksLeft === 0) {
        this.forwarding.beforeSpan = undefined;
      }
    };
  }

  #joinLateHost(provider: TracerProvider): void {
    this.forwarding.beforeSpan = undefined;
    this.instrumentations.disable();
    this.forwarding.target = provider;
    const host = hostOf(provider);
    if (host.kind === 'known') {
      this.#undo.push(attach(host, this.#setting).undo);
      this.#setting.reporter.info(`Joined ${host.name}, which was registered after botanu.`);
    } else {
      this.#undo.push(standBeside(host.kind === 'none' ? 'unnamed' : host.name, this.#setting).undo);
    }
  }

  /** A tracer that registers nothing with OpenTelemetry has come: ours is not the global one any more. */
  #giveWayTo(name: string): void {
    this.forwarding.beforeSpan = undefined;
    this.instrumentations.disable();
    if (registered('propagation') === this.#ours.get('propagation')) {
      replaceRegistered('propagation', undefined);
      this.#ours.delete('propagation');
    }
    if (this.#ours.delete('trace')) {
      trace.disable();
    }
    const beside = standBeside(name, this.#setting);
    this.#undo.push(beside.undo);
    // The span that is being started is one of ours.
    this.forwarding.target = beside.tracerProvider;
  }
}

function createPropagator(): TextMapPropagator {
  return new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  });
}
