import { type Attributes, context, diag, type Span } from '@opentelemetry/api';
import { toIdentifier } from './identifier';
import { spanOf } from './own-span';
import { getRuntime } from './runtime';
import { MAX_DISTINCT_WARNINGS, safely } from './safely';
import {
  ATTR_BOTANU_CORRELATION_PREFIX,
  ATTR_BOTANU_COST_CENTER,
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_REGION,
  ATTR_BOTANU_TEAM,
} from './semconv';
import type { BusinessContext, Identifier } from './types';

/** Systems of record that outcomes are resolved from; the part of a correlation key before its first `_`. */
const SYSTEMS_OF_RECORD = [
  'zendesk',
  'stripe',
  'salesforce',
  'sfdc',
  'jira',
  'servicenow',
  'hubspot',
  'intercom',
  'freshdesk',
  'zoho',
  'front',
];

/**
 * The active span, to add something of your own to it.
 *
 * @returns Undefined where none is active.
 * @example
 * ```ts
 * getCurrentSpan()?.setAttribute('queue.depth', 7);
 * ```
 */
export function getCurrentSpan(): Span | undefined {
  return spanOf(context.active());
}

/**
 * Says on the current span who bears the cost. Never throws; without an active span nothing happens.
 *
 * @param business - What is known; empty values are left out.
 * @example
 * ```ts
 * setBusinessContext({ team: 'support-emea', costCenter: 'CC-104', region: 'eu-west-1' });
 * ```
 */
export function setBusinessContext(business: BusinessContext): void {
  setIdentifiers(() => ({
    [ATTR_BOTANU_CUSTOMER_ID]: business.customerId,
    [ATTR_BOTANU_TEAM]: business.team,
    [ATTR_BOTANU_COST_CENTER]: business.costCenter,
    [ATTR_BOTANU_REGION]: business.region,
  }));
}

/**
 * Says on the current span which records of other systems belong to the same transaction, so that its outcome
 * can be resolved from there. Never throws; without an active span nothing happens.
 *
 * @param correlation - Ids by key; a key begins with its system. Empty values are left out.
 * @example
 * ```ts
 * setCorrelation({ zendesk_ticket_id: 4711, stripe_charge_id: 'ch_3PqT' });
 * ```
 */
export function setCorrelation(correlation: Readonly<Record<string, Identifier>>): void {
  setIdentifiers(() =>
    Object.fromEntries(
      Object.entries(correlation).map(([key, value]) => {
        informOfUnknownSystem(key);
        return [ATTR_BOTANU_CORRELATION_PREFIX + key, value];
      }),
    ),
  );
}

function informOfUnknownSystem(key: string): void {
  const [system = ''] = key.split('_');
  const { warned } = getRuntime();
  const detail = `correlation:${system}`;
  if (!SYSTEMS_OF_RECORD.includes(system) && !warned.has(detail) && warned.size < MAX_DISTINCT_WARNINGS) {
    warned.add(detail);
    diag.info('botanu', `"${key}" names no known system of record; it is stamped all the same.`);
  }
}

function setIdentifiers(identifiers: () => Readonly<Record<string, Identifier>>): void {
  safely('set attributes on the current span', () => {
    const attributes: Attributes = {};
    for (const [key, value] of Object.entries(identifiers())) {
      const text = toIdentifier(value);
      if (text !== undefined) {
        attributes[key] = text;
      }
    }
    getCurrentSpan()?.setAttributes(attributes);
  });
}
