/** What a setting may be: how it is read from text and from code, and how that is described. */
export interface ValueKind<Value> {
  /** In TypeScript, for the generated types. */
  readonly type: string;
  /** What may be written, for people. It follows the word "Write". */
  readonly allowed: string;
  /** What may be written in a file: JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /**
   * Reads a variable, or a text in a file.
   *
   * @param text - Trimmed, and not empty.
   * @returns Undefined where it cannot be used; {@link NOT_SAID} where it leaves the matter open.
   * @throws Refusal to say more about why.
   */
  readonly fromText: (text: string) => Value | undefined | typeof NOT_SAID;
  /**
   * Reads an option of `enable()`, or what a file holds that is no text.
   *
   * @param value - Never undefined.
   * @returns Undefined where it cannot be used.
   * @throws Refusal to say more about why.
   */
  readonly fromValue: (value: unknown) => Value | undefined;
  /** What of a value may be shown. @defaultValue the value itself */
  readonly show?: (value: Value) => unknown;
  /** Whether a value must not be in any message, not even a wrong one. */
  readonly isSecret?: boolean;
}

/** What stands in the place of a secret. */
export const REDACTED = '[REDACTED]';

/** A text that was understood, and decides nothing. */
export const NOT_SAID: unique symbol = Symbol('not said');

/** Why a value cannot be used, where more can be said than what is allowed. It names no secret. */
export class Refusal extends Error {}

/** The most bytes of a name that goes into baggage, percent-encoded. */
const MAX_NAME_BYTES = 512;

/** Any text. */
export function text(): ValueKind<string> {
  return {
    type: 'string',
    allowed: 'a text',
    schema: { type: 'string' },
    fromText: (value) => value,
    fromValue: (value) => (typeof value === 'string' ? value : undefined),
  };
}

/** A text that travels with every run. */
export function shortName(): ValueKind<string> {
  const check = (value: unknown) =>
    typeof value === 'string' && encodedLength(value) <= MAX_NAME_BYTES ? value : undefined;
  return {
    ...text(),
    allowed: `a text of at most ${MAX_NAME_BYTES} bytes, percent-encoded`,
    fromText: check,
    fromValue: check,
  };
}

function encodedLength(value: string): number {
  try {
    return encodeURIComponent(value).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** A text that nobody may see. */
export function secretText(): ValueKind<string> {
  const check = (value: unknown) =>
    typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
  return {
    ...text(),
    allowed: 'the key as it was given to you: visible ASCII characters without spaces',
    fromText: check,
    fromValue: check,
    show: () => REDACTED,
    isSecret: true,
  };
}

const FLAGS = new Map([
  ['true', true],
  ['false', false],
]);

/** True or false. */
export function flag(): ValueKind<boolean> {
  return {
    type: 'boolean',
    allowed: 'one of: true, false',
    schema: { type: 'boolean' },
    fromText: (value) => FLAGS.get(value.toLowerCase()),
    fromValue: (value) => (typeof value === 'boolean' ? value : undefined),
  };
}

/**
 * One of several names.
 *
 * @param names - All of them.
 * @param type - What their union is called in TypeScript. @defaultValue the union itself
 */
export function choice<const Name extends string>(names: readonly Name[], type?: string): ValueKind<Name> {
  const find = (value: unknown) => names.find((name) => name === value);
  return {
    type: type ?? names.map((name) => `'${name}'`).join(' | '),
    allowed: `one of: ${names.join(', ')}`,
    schema: { enum: names },
    fromText: (value) => find(value.toLowerCase()),
    fromValue: find,
  };
}

/**
 * A whole number.
 *
 * @param min - The least.
 * @param max - The most.
 */
export function wholeNumber(min: number, max = 2 ** 31 - 1): ValueKind<number> {
  const check = (value: unknown) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : undefined;
  return {
    type: 'number',
    allowed: `a whole number from ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max },
    fromText: (value) => (/^\d+$/.test(value) ? check(Number(value)) : undefined),
    fromValue: check,
  };
}

/** A share of the whole. */
export function ratio(): ValueKind<number> {
  const check = (value: unknown) =>
    typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
  return {
    type: 'number',
    allowed: 'a number from 0 (nothing) to 1 (everything)',
    schema: { type: 'number', minimum: 0, maximum: 1 },
    fromText: (value) => (/^\d*\.?\d+(e-?\d+)?$/i.test(value) ? check(Number(value)) : undefined),
    fromValue: check,
  };
}

/**
 * A comma-separated list.
 *
 * @param value - A text.
 * @returns Its items, trimmed, without empty ones.
 */
export function itemsOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** An http or https URL. */
export function httpUrl(): ValueKind<string> {
  const check = (value: unknown): string => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      throw new Refusal('is not an http or https URL. Write for example http://localhost:4318.');
    }
    return value as string;
  };
  return {
    type: 'string',
    allowed: 'an http or https URL',
    schema: { type: 'string', format: 'uri' },
    fromText: check,
    fromValue: check,
    show: (value) => withoutCredentials(value),
    // A URL can hold a password.
    isSecret: true,
  };
}

/**
 * What may be said of a URL.
 *
 * @param url - A valid URL.
 * @returns Its origin and path.
 */
export function withoutCredentials(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Names and values of HTTP headers. */
export function headers(): ValueKind<Readonly<Record<string, string>>> {
  return {
    type: 'Readonly<Record<string, string>>',
    allowed: 'names and values of HTTP headers',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    fromText: (value) => checkHeaders(itemsOf(value).map(parseHeader)),
    fromValue: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? checkHeaders(Object.entries(value))
        : undefined,
    show: (value) => Object.fromEntries(Object.keys(value).map((name) => [name, REDACTED])),
    isSecret: true,
  };
}

/** As OpenTelemetry writes them: `name=value`, percent-encoded. */
function parseHeader(item: string): [string, unknown] {
  const position = item.indexOf('=');
  try {
    return [item.slice(0, position).trim(), decodeURIComponent(item.slice(position + 1).trim())];
  } catch {
    return ['', undefined];
  }
}

function checkHeaders(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  const index = entries.findIndex(
    ([name, value]) =>
      !/^[\w!#$%&'*+.^`|~-]+$/.test(name) ||
      typeof value !== 'string' ||
      !/^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );
  if (index !== -1) {
    throw new Refusal(
      `has a header that cannot be sent, number ${index + 1}. Write names and values of HTTP headers, in a variable as ` +
        'name=value,name=value, percent-encoded.',
    );
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
