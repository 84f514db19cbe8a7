import { type Baggage, type Context, propagation } from '@opentelemetry/api';
import type { InboundOptions, TrustInbound } from './inbound-options';
import { getRuntime } from './runtime';
import { safely, warnOnce } from './safely';
import { BAGGAGE_BOTANU_PREFIX } from './semconv';
import {
  type ContextKey,
  contextKeysFromEnvironment,
  createContextKeys,
  isSignatureValid,
} from './signature';

/** What is believed of a request. */
export interface Judge<Request> {
  /** Whether the run in its baggage is. */
  baggage(request: Request, baggage: Baggage): boolean;
  /** Whether its `x-botanu-*` headers are: nobody signs those. */
  headers(request: Request): boolean;
}

/**
 * Makes the judge of a middleware.
 *
 * @param options - The middleware's.
 * @throws TypeError where signatures are asked for and there is no key, or a key cannot be used.
 */
export function createJudge<Request>(options: InboundOptions<Request>): Judge<Request> {
  const trustInbound = options.trustInbound as TrustInbound<Request> | undefined;
  const ownKeys =
    options.contextKeys === undefined ? contextKeysFromEnvironment() : createContextKeys(options.contextKeys);
  const keysOf = (): readonly ContextKey[] => ownKeys ?? getRuntime().inbound?.contextKeys ?? [];
  if (trustInbound === 'signed' && keysOf().length === 0) {
    throw new TypeError(
      "botanu({ trustInbound: 'signed' }) needs a key. Set BOTANU_CONTEXT_KEY, or write contextKeys: [key].",
    );
  }
  const trust = (): TrustInbound<Request> =>
    trustInbound ?? (getRuntime().inbound?.trustInbound as TrustInbound<Request> | undefined) ?? true;
  return {
    baggage(request, baggage) {
      const whom = trust();
      return whom === 'signed' ? isSigned(baggage, keysOf()) : isTrusted(whom, request);
    },
    headers(request) {
      const whom = trust();
      return whom !== 'signed' && isTrusted(whom, request);
    },
  };
}

function isTrusted<Request>(whom: boolean | ((request: Request) => boolean), request: Request): boolean {
  return typeof whom === 'function'
    ? safely('ask whether to trust a request', () => whom(request)) === true
    : whom;
}

/**
 * Whether the run in received baggage is signed by somebody who has one of the keys.
 *
 * @param baggage - As it arrived.
 * @param keys - Ours.
 * @example
 * ```ts
 * import { propagation } from '@opentelemetry/api';
 *
 * const keys = createContextKeys(['correct horse battery staple, and more']);
 * event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => {
 *   const signed = signBaggage(propagation.getActiveBaggage() ?? propagation.createBaggage(), keys);
 *   console.log(isSigned(signed, keys)); // true
 *   const forged = signed.setEntry('botanu.customer_id', { value: 'somebody-else' });
 *   console.log(isSigned(forged, keys)); // false
 * });
 * ```
 */
export function isSigned(baggage: Baggage, keys: readonly ContextKey[]): boolean {
  const isValid = isSignatureValid(baggage, keys);
  if (!isValid) {
    warnOnce(
      'BOTANU_INBOUND_REJECTED',
      'the run context of a request has no valid signature: it was not signed, by another key, too long ago, or has ' +
        'been changed. The request was served, in a fresh run.',
      'signature',
    );
  }
  return isValid;
}

/**
 * Takes our entries out of a Context's baggage; those of the application stay.
 *
 * @param context - Any Context.
 * @example
 * ```ts
 * import { context, propagation } from '@opentelemetry/api';
 *
 * event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => {
 *   const others = contextWithoutRun(context.active());
 *   console.log(propagation.getBaggage(others)); // undefined
 * });
 * ```
 */
export function contextWithoutRun(context: Context): Context {
  const baggage = propagation.getBaggage(context);
  const entries = baggage?.getAllEntries() ?? [];
  const others = entries.filter(([key]) => !key.startsWith(BAGGAGE_BOTANU_PREFIX));
  if (others.length === entries.length) {
    return context;
  }
  return others.length === 0
    ? propagation.deleteBaggage(context)
    : propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(others)));
}
