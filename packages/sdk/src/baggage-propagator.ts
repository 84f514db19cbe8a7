import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
} from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator } from '@opentelemetry/core';

const PROBE_KEY = 'botanu.probe';

/**
 * Whether a propagator carries W3C Baggage both ways: tried, since those of vendors claim the header and use it
 * for entries of their own.
 *
 * @param propagator - What is registered.
 */
export function carriesBaggage(propagator: TextMapPropagator): boolean {
  try {
    const carrier: Record<string, string> = {};
    const baggage = propagation.createBaggage({ [PROBE_KEY]: { value: '1' } });
    propagator.inject(propagation.setBaggage(ROOT_CONTEXT, baggage), carrier, defaultTextMapSetter);
    const extracted = propagator.extract(ROOT_CONTEXT, { baggage: `${PROBE_KEY}=1` }, defaultTextMapGetter);
    return (
      carrier.baggage?.includes(PROBE_KEY) === true &&
      propagation.getBaggage(extracted)?.getEntry(PROBE_KEY) !== undefined
    );
  } catch {
    return false;
  }
}

/**
 * Makes a propagator carry W3C Baggage, and leaves the rest to it.
 *
 * @param propagator - The host's; undefined where it has none.
 * @returns Ours in front of theirs; theirs alone where it carries baggage by itself.
 */
export function withBaggagePropagator(propagator: TextMapPropagator | undefined): TextMapPropagator {
  if (propagator === undefined) {
    return new W3CBaggagePropagator();
  }
  return carriesBaggage(propagator)
    ? propagator
    : new CompositePropagator({ propagators: [new W3CBaggagePropagator(), propagator] });
}
