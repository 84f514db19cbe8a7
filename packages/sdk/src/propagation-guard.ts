import { getRuntime } from '@botanu/core/authoring';
import { signBaggage } from '@botanu/core/inbound';
import type { Baggage, Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { DestinationPropagator, type OutboundRules } from './destination-propagator';
import { type InboundRules, InboundTrustPropagator } from './inbound-trust-propagator';
import { Account, type PropagationAccount } from './propagation-account';
import type { PropagationConfiguration } from './propagation-configuration';
import { createTargetRule } from './propagation-targets';

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

/**
 * Puts the rules into force: for propagators that are wrapped from here on, for middleware that is not told otherwise,
 * and for what the application injects itself.
 *
 * @param configuration - Whom to believe and whom to tell.
 */
export function createGuard(configuration: PropagationConfiguration): PropagationGuard {
  const { trustInbound, contextKeys, propagationTargets } = configuration;
  const sign = (baggage: Baggage): Baggage => signBaggage(baggage, contextKeys);
  const account = new Account();
  const runtime = getRuntime();
  runtime.inbound = { trustInbound, contextKeys };
  runtime.outbound = { sign, account: () => account.toRecord() };
  return new PropagationGuard({
    trustInbound,
    contextKeys,
    sign,
    account,
    decide: createTargetRule(propagationTargets),
  });
}

/** Takes the rules back. */
export function releaseGuard(guard: PropagationGuard): void {
  guard.release();
  getRuntime().inbound = undefined;
  getRuntime().outbound = undefined;
}

/**
 * What was done with runs on their way out since `enable()`: how many calls carried one, and from how many it was
 * taken, by destination. At most 200 hosts are counted one by one.
 *
 * @returns A new record, for example `{ 'api.openai.com': { sent: 0, heldBack: 12 } }`; empty where botanu is not
 * enabled.
 * @example
 * ```ts
 * console.log(propagationAccount()); // {}
 * ```
 */
export function propagationAccount(): PropagationAccount {
  return (getRuntime().outbound?.account() ?? {}) as PropagationAccount;
}
