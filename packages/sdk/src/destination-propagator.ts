import { isExplicit, warnOnce, warnTelemetryFailed } from '@botanu/core/authoring';
import { BAGGAGE_BOTANU_PREFIX, BAGGAGE_BOTANU_SIGNATURE } from '@botanu/core/semconv';
import {
  type Baggage,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { type Destination, destinationOf } from './destination';
import { withoutRunEntries, withSignature } from './outbound-setter';
import { type Account, nameOf } from './propagation-account';
import type { TargetRule, Verdict } from './propagation-targets';

/** How many hosts that are held back are named: whoever calls the whole web has to be told only once. */
const MAX_NAMED_HOSTS = 20;

/** Whom to tell, and how. */
export interface OutboundRules {
  readonly decide: TargetRule;
  readonly account: Account;
  /** Signs a run that is about to be sent, where there is a key. */
  readonly sign: (baggage: Baggage) => Baggage;
}

/**
 * Wraps whatever propagator is there: destinations that are not to be told do not get our entries of the baggage.
 * Everything else, `traceparent` and the application's own entries, is what it would have been.
 *
 * The propagator is asked once, with the very Context that it would have been given: Sentry's writes nothing for any
 * other than the active one. What is to be different is different on the way into the carrier.
 */
export class DestinationPropagator implements TextMapPropagator {
  readonly #inner: TextMapPropagator;
  readonly #rules: OutboundRules;
  readonly #named = new Set<string>();

  constructor(inner: TextMapPropagator, rules: OutboundRules) {
    this.#inner = inner;
    this.#rules = rules;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.#inner.inject(context, carrier, this.#prepare(context, setter));
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    return this.#inner.extract(context, carrier, getter);
  }

  fields(): string[] {
    return this.#inner.fields();
  }

  #prepare(context: Context, setter: TextMapSetter): TextMapSetter {
    try {
      const baggage = propagation.getBaggage(context);
      if (baggage === undefined || !hasRunEntries(baggage)) {
        return setter;
      }
      return isExplicit(context) || this.#mayKnow(context)
        ? this.#signing(baggage, setter)
        : withoutRunEntries(setter);
    } catch (error) {
      warnTelemetryFailed('decide who is told of a run', error);
      return withoutRunEntries(setter);
    }
  }

  #mayKnow(context: Context): boolean {
    const { decide, account } = this.#rules;
    const destination = destinationOf(context);
    const verdict = decide(destination);
    account.count(destination, verdict);
    this.#nameOnce(destination, verdict);
    return verdict === 'sent';
  }

  #signing(baggage: Baggage, setter: TextMapSetter): TextMapSetter {
    const signature = this.#rules.sign(baggage).getEntry(BAGGAGE_BOTANU_SIGNATURE)?.value;
    return signature === undefined ? setter : withSignature(setter, signature);
  }

  #nameOnce(destination: Destination, verdict: Verdict): void {
    if (verdict !== 'held back') {
      return;
    }
    const name = nameOf(destination);
    if (this.#named.has(name) || this.#named.size >= MAX_NAMED_HOSTS) {
      return;
    }
    this.#named.add(name);
    warnOnce('BOTANU_RUN_HELD_BACK', messageFor(destination, name), name);
  }
}

function hasRunEntries(baggage: Baggage): boolean {
  return baggage.getAllEntries().some(([key]) => key.startsWith(BAGGAGE_BOTANU_PREFIX));
}

function messageFor(destination: Destination, name: string): string {
  return destination.kind === 'unknown'
    ? 'a call that does not say where it goes was sent without the run. Where it stays inside your systems, use ' +
        'injectRunContext().'
    : `calls to ${name} are sent without the run. If it is yours, write propagationTargets: ['${name}'], or add ` +
        `${name} to BOTANU_PROPAGATION_TARGETS.`;
}
