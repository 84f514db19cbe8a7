import { BAGGAGE_BOTANU_PREFIX } from '@botanu/core/semconv';
import {
  context as activeContext,
  type Baggage,
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator } from '@opentelemetry/core';

const PROBE_KEY = 'botanu.probe';

/**
 * Whether a propagator carries W3C Baggage both ways: tried, since those of vendors claim the header and use it
 * for entries of their own.
 *
 * @param propagator - What is registered.
 */
function carriesBaggage(propagator: TextMapPropagator): boolean {
  try {
    const carrier: Record<string, string> = {};
    const baggage = propagation.createBaggage({ [PROBE_KEY]: { value: '1' } });
    injectInside(propagation.setBaggage(ROOT_CONTEXT, baggage), (context) =>
      propagator.inject(context, carrier, defaultTextMapSetter),
    );
    const extracted = propagator.extract(ROOT_CONTEXT, { baggage: `${PROBE_KEY}=1` }, defaultTextMapGetter);
    return (
      carrier.baggage?.includes(PROBE_KEY) === true &&
      propagation.getBaggage(extracted)?.getEntry(PROBE_KEY) !== undefined
    );
  } catch {
    return false;
  }
}

/** Some propagators say on the console what they think of any other Context than the active one: Sentry's. */
function injectInside(probe: Context, inject: (context: Context) => void): void {
  activeContext.with(probe, () => {
    const current = activeContext.active();
    inject(propagation.getBaggage(current)?.getEntry(PROBE_KEY) === undefined ? probe : current);
  });
}

/**
 * Makes a propagator carry runs, and leaves the rest to it.
 *
 * @param propagator - The host's; undefined where it has none.
 * @returns Ours in front of theirs; theirs alone where it carries baggage by itself.
 */
export function withRunPropagator(propagator: TextMapPropagator | undefined): TextMapPropagator {
  if (propagator === undefined) {
    return new RunPropagator();
  }
  return carriesBaggage(propagator)
    ? propagator
    : new CompositePropagator({ propagators: [new RunPropagator(), propagator] });
}

/**
 * Carries runs as W3C Baggage, and no other entry: a host whose own propagator drops the baggage of others, or keeps
 * it from others, goes on doing so.
 */
class RunPropagator implements TextMapPropagator {
  readonly #baggagePropagator = new W3CBaggagePropagator();

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const run = runEntriesOf(propagation.getBaggage(context));
    if (run !== undefined) {
      this.#baggagePropagator.inject(propagation.setBaggage(context, run), carrier, setter);
    }
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const received = this.#baggagePropagator.extract(ROOT_CONTEXT, carrier, getter);
    const run = runEntriesOf(propagation.getBaggage(received));
    return run === undefined
      ? context
      : propagation.setBaggage(context, merge(propagation.getBaggage(context), run));
  }

  fields(): string[] {
    return this.#baggagePropagator.fields();
  }
}

function runEntriesOf(baggage: Baggage | undefined): Baggage | undefined {
  const entries = baggage?.getAllEntries().filter(([key]) => key.startsWith(BAGGAGE_BOTANU_PREFIX)) ?? [];
  return entries.length === 0 ? undefined : propagation.createBaggage(Object.fromEntries(entries));
}

function merge(baggage: Baggage | undefined, run: Baggage): Baggage {
  return run.getAllEntries().reduce((merged, [key, entry]) => merged.setEntry(key, entry), baggage ?? run);
}
