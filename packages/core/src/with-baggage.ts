import { type Baggage, context as openTelemetryContext, propagation } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { toWellFormed } from './identifier';
import { safely } from './safely';
import { BAGGAGE_BOTANU_PREFIX } from './semconv';
import { settle } from './settle';

/**
 * Runs a function with entries of the application's own in the W3C Baggage: they travel to every service that
 * it calls, also to third parties, so no secrets and no personal data. The run stays as it is.
 *
 * @param entries - Keys and values. Keys that begin with `botanu.` are ours, and ignored.
 * @param fn - Called once.
 * @returns What `fn` returned, unchanged.
 * @example
 * ```ts
 * const channel = withBaggage({ 'app.channel': 'email' }, () => 'email');
 * console.log(channel); // email
 * ```
 */
export function withBaggage<T>(entries: Readonly<Record<string, string>>, fn: () => T): T {
  const active = openTelemetryContext.active();
  const baggage = safely('add entries to the baggage', () =>
    addEntries(propagation.getBaggage(active) ?? propagation.createBaggage(), entries),
  );
  const context = baggage === undefined ? active : propagation.setBaggage(active, baggage);
  return settle(callInContext(context, fn), context, () => {});
}

function addEntries(baggage: Baggage, entries: Readonly<Record<string, string>>): Baggage {
  return Object.entries(entries)
    .filter(
      ([key, value]) => !key.startsWith(BAGGAGE_BOTANU_PREFIX) && typeof value === 'string' && value !== '',
    )
    .reduce(
      (result, [key, value]) => result.setEntry(toWellFormed(key), { value: toWellFormed(value) }),
      baggage,
    );
}
