import type { Attributes } from '@botanu-tooling/otlp-receiver';

/**
 * Reads an attribute that should be text.
 *
 * @param attributes - Of a span, an event or a resource.
 * @param key - The attribute's key.
 * @returns `undefined` where it is absent, empty or something else.
 */
export function textOf(attributes: Attributes, key: string): string | undefined {
  const value = attributes[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Reads an attribute that should be a number.
 *
 * @param attributes - Of a span, an event or a resource.
 * @param key - The attribute's key.
 * @returns `undefined` where it is absent or something else.
 */
export function numberOf(attributes: Attributes, key: string): number | undefined {
  const value = attributes[key];
  return typeof value === 'number' ? value : undefined;
}
