import { isExplicit, safely, warnTelemetryFailed } from '@botanu/core/authoring';
import { type ContextKey, contextWithoutRun, isSigned } from '@botanu/core/inbound';
import {
  type Baggage,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';

/** What a propagator sees of a request. */
export interface InboundHeaders {
  /** As the server has them: names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Whom to believe: everybody, nobody, whoever has signed, or whomever a function of the headers believes. */
export type TrustInbound = boolean | 'signed' | ((request: InboundHeaders) => boolean);

/** Whom to believe, and by which keys. */
export interface InboundRules {
  readonly trustInbound: TrustInbound;
  readonly contextKeys: readonly ContextKey[];
}

/**
 * Wraps whatever propagator is there: our entries of baggage that is not to be believed are dropped as it arrives,
 * before any span is stamped with them. The trace goes on, and the application's own entries stay.
 */
export class InboundTrustPropagator implements TextMapPropagator {
  readonly #inner: TextMapPropagator;
  readonly #rules: InboundRules;

  constructor(inner: TextMapPropagator, rules: InboundRules) {
    this.#inner = inner;
    this.#rules = rules;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.#inner.inject(context, carrier, setter);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extracted = this.#inner.extract(context, carrier, getter);
    try {
      const baggage = propagation.getBaggage(extracted);
      const hasArrived = baggage !== undefined && baggage !== propagation.getBaggage(context);
      return !hasArrived || isExplicit(context) || this.#believes(baggage, carrier)
        ? extracted
        : contextWithoutRun(extracted);
    } catch (error) {
      warnTelemetryFailed('judge a run that arrived', error);
      return propagation.deleteBaggage(extracted);
    }
  }

  fields(): string[] {
    return this.#inner.fields();
  }

  #believes(baggage: Baggage, carrier: unknown): boolean {
    const { trustInbound, contextKeys } = this.#rules;
    if (trustInbound === 'signed') {
      return isSigned(baggage, contextKeys);
    }
    return typeof trustInbound === 'function'
      ? safely('ask whether to trust a request', () =>
          trustInbound({ headers: carrier as InboundHeaders['headers'] }),
        ) === true
      : trustInbound;
  }
}
