import { type ContextKey, createContextKeys } from '@botanu/core/inbound';
import type { ScrubberOptions } from '@botanu/pii';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { TrustInbound } from './inbound-trust-propagator';
import { checkTargets, type PropagationTargets } from './propagation-targets';
import { flag, itemsOf, NOT_SAID, REDACTED, Refusal, type ValueKind } from './value-kinds';

/** Whom to believe. */
export function trust(): ValueKind<TrustInbound> {
  return {
    type: 'TrustInbound',
    allowed: 'one of: true, false, signed',
    schema: { enum: [true, false, 'signed'] },
    fromText: (value) => (value.toLowerCase() === 'signed' ? 'signed' : flag().fromText(value)),
    fromValue: (value) =>
      typeof value === 'boolean' || value === 'signed' || typeof value === 'function'
        ? (value as TrustInbound)
        : undefined,
  };
}

/** Keys of signatures. */
export function contextKeys(): ValueKind<readonly ContextKey[]> {
  const create = (value: unknown) => {
    try {
      return createContextKeys(value as readonly string[]);
    } catch (error) {
      throw new Refusal(`: ${(error as Error).message}`);
    }
  };
  return {
    type: 'readonly string[]',
    allowed: 'keys of at least 32 characters each',
    schema: { type: 'array', items: { type: 'string' } },
    fromText: (value) => create(itemsOf(value)),
    fromValue: create,
    show: (keys) => keys.map(() => REDACTED),
    isSecret: true,
  };
}

/** Whom to tell which run a call belongs to. */
export function targets(): ValueKind<PropagationTargets> {
  const check = (value: unknown) => {
    const problem = checkTargets(value);
    if (problem !== undefined) {
      throw new Refusal(problem);
    }
    return value as PropagationTargets;
  };
  return {
    type: 'PropagationTargets',
    allowed: "host names, and patterns such as '*.example.com'",
    schema: { type: 'array', items: { type: 'string' } },
    fromText: (value) => check(itemsOf(value)),
    fromValue: check,
  };
}

/** Which instrumentations: names of their packages, objects, or none at all. */
export type Instrumentations = readonly (string | Instrumentation)[] | false;

/** Which instrumentations. */
export function instrumentations(): ValueKind<Instrumentations> {
  return {
    type: 'Instrumentations',
    allowed: 'a list of packages that are to be instrumented, or false',
    schema: { anyOf: [{ type: 'array', items: { type: 'string' } }, { const: false }] },
    fromText: (value) => (value.toLowerCase() === 'false' ? false : itemsOf(value)),
    fromValue: (value) =>
      value === false || (Array.isArray(value) && value.every(isInstrumentation)) ? value : undefined,
    show: (value) =>
      value === false ? false : value.map((one) => (typeof one === 'string' ? one : one.instrumentationName)),
  };
}

function isInstrumentation(value: unknown): value is string | Instrumentation {
  return (
    (typeof value === 'string' && value !== '') ||
    typeof (value as Partial<Instrumentation> | null)?.instrumentationName === 'string'
  );
}

/** A variable that switches a list off, and leaves it to others where it does not. */
export function switchOff(): ValueKind<Instrumentations> {
  return {
    ...instrumentations(),
    allowed: flag().allowed,
    fromText: (value) => {
      const isOn = flag().fromText(value);
      return isOn === true ? NOT_SAID : (isOn as false | undefined);
    },
  };
}

/** Patterns that are not looked for; their names are checked where they are used. */
export function patternNames(): ValueKind<NonNullable<ScrubberOptions['disablePatterns']>> {
  type Names = NonNullable<ScrubberOptions['disablePatterns']>;
  return {
    type: "ScrubberOptions['disablePatterns']",
    allowed: 'a list of names of patterns',
    schema: { type: 'array', items: { type: 'string' } },
    fromText: (value) => itemsOf(value) as unknown as Names,
    fromValue: (value) =>
      Array.isArray(value) && value.every((name) => typeof name === 'string') ? (value as Names) : undefined,
  };
}

/** Patterns of the application's own: in a file, `pattern` is the source of a regular expression. */
export function customPatterns(): ValueKind<NonNullable<ScrubberOptions['customPatterns']>> {
  return {
    type: "ScrubberOptions['customPatterns']",
    allowed: 'a list of patterns, each with a name and a pattern',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'pattern'],
        properties: { name: { type: 'string' }, pattern: { type: 'string' }, flags: { type: 'string' } },
        additionalProperties: false,
      },
    },
    fromText: () => undefined,
    fromValue: (value) => (Array.isArray(value) ? value.map(toCustomPattern) : undefined),
    show: (patterns) => patterns.map(({ name, pattern }) => ({ name, pattern: String(pattern) })),
  };
}

function toCustomPattern(value: unknown, index: number): { name: string; pattern: RegExp } {
  const { name, pattern, flags } = (value ?? {}) as { name?: unknown; pattern?: unknown; flags?: unknown };
  const expression = typeof pattern === 'string' ? toExpression(pattern, flags) : pattern;
  if (typeof name !== 'string' || name === '' || !(expression instanceof RegExp)) {
    throw new Refusal(
      `has a pattern that cannot be used, number ${index + 1}. Write a name, and a regular expression as pattern.`,
    );
  }
  return { name, pattern: expression };
}

function toExpression(source: string, flags: unknown): RegExp | undefined {
  try {
    return new RegExp(source, typeof flags === 'string' ? flags : undefined);
  } catch {
    return undefined;
  }
}

/** What only code can say. */
export function object<Value>(
  type: string,
  allowed: string,
  isOne: (value: unknown) => boolean,
): ValueKind<Value> {
  return {
    type,
    allowed,
    schema: {},
    fromText: () => undefined,
    fromValue: (value) => (isOne(value) ? (value as Value) : undefined),
  };
}

/** What stands in the place of a finding. */
export function replacement(): ValueKind<NonNullable<ScrubberOptions['replacement']>> {
  return {
    type: "ScrubberOptions['replacement']",
    allowed: 'a text',
    schema: { type: 'string' },
    fromText: (value) => value,
    fromValue: (value) =>
      typeof value === 'string' || typeof value === 'function'
        ? (value as NonNullable<ScrubberOptions['replacement']>)
        : undefined,
  };
}
