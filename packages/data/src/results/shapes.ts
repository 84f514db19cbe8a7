/** Anything with properties. */
export type Shape = Readonly<Record<string, unknown>>;

/**
 * Something with properties, that is no list.
 *
 * @param value - Anything.
 */
export function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A property that is an object.
 *
 * @param value - The object; anything else has no properties.
 * @param key - The property.
 */
export function shapeAt(value: unknown, key: string): Shape | undefined {
  const inner = isShape(value) ? value[key] : undefined;
  return isShape(inner) ? inner : undefined;
}

/**
 * The length of a list.
 *
 * @param value - Anything.
 * @returns Undefined where it is none.
 */
export function lengthOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

/**
 * A count as a client gives it: a number, a bigint, or, as the JSON of Google's APIs has it, decimal digits.
 *
 * @param value - Anything.
 * @returns Undefined where it is no count.
 */
export function toCount(value: unknown): number | undefined {
  const count =
    typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : value;
  return typeof count === 'number' && count >= 0 && Number.isFinite(count) ? count : undefined;
}

/**
 * A text that says something.
 *
 * @param value - Anything.
 */
export function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * The sum of what is known.
 *
 * @param values - Counts, some of which may not be known.
 * @returns Undefined where none is.
 */
export function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

/**
 * Calls a method of a client's object that takes nothing and only looks.
 *
 * @param value - The object.
 * @param method - The method.
 * @returns Undefined where there is no such method.
 */
export function ask(value: Shape, method: string): unknown {
  const candidate = value[method];
  return typeof candidate === 'function' ? candidate.call(value) : undefined;
}
