import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { DestinationPropagator, type OutboundRules } from './destination-propagator';
import { type InboundRules, InboundTrustPropagator } from './inbound-trust-propagator';

/** Whom to believe and whom to tell, put around every propagator that becomes the global one while botanu is enabled. */
export class PropagationGuard {
  readonly #rules: InboundRules & OutboundRules;
  #isReleased = false;

  constructor(rules: InboundRules & OutboundRules) {
    this.#rules = rules;
  }

  /**
   * Puts the rules around a propagator.
   *
   * @param propagator - The one to wrap; one that is wrapped comes back as it is.
   */
  around(propagator: TextMapPropagator): GuardedPropagator {
    return propagator instanceof GuardedPropagator
      ? propagator
      : new GuardedPropagator(
          propagator,
          new InboundTrustPropagator(new DestinationPropagator(propagator, this.#rules), this.#rules),
          () => this.#isReleased,
        );
  }

  /** From here on, propagators do what they would have done without us, wherever somebody has kept them. */
  release(): void {
    this.#isReleased = true;
  }
}

/** A propagator with the rules around it, until they are taken off. */
export class GuardedPropagator implements TextMapPropagator {
  /** The propagator itself. */
  readonly inner: TextMapPropagator;
  readonly #guarded: TextMapPropagator;
  readonly #isReleased: () => boolean;

  constructor(inner: TextMapPropagator, guarded: TextMapPropagator, isReleased: () => boolean) {
    this.inner = inner;
    this.#guarded = guarded;
    this.#isReleased = isReleased;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.#current.inject(context, carrier, setter);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    return this.#current.extract(context, carrier, getter);
  }

  fields(): string[] {
    return this.inner.fields();
  }

  get #current(): TextMapPropagator {
    return this.#isReleased() ? this.inner : this.#guarded;
  }
}
