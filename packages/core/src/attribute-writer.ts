import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { scrubText } from './capture';
import { toWellFormed } from './identifier';
import { errorClassOf, warnOnce } from './safely';

/**
 * Extra attributes of the application: strings, numbers and booleans as they are, anything else as JSON.
 * @example
 * ```ts
 * const extras: ExtraAttributes = { 'app.shard': 7, filters: { language: 'en' } };
 * console.log(Object.keys(extras).length); // 2
 * ```
 */
export type ExtraAttributes = Readonly<Record<string, unknown>>;

/**
 * Adds a count or an amount. Zero says nothing and is not written; what is negative, infinite or no number at all
 * is refused with one warning.
 *
 * @param attributes - Is added to.
 * @param key - The attribute's name.
 * @param value - The count; `undefined` and `null` where it is not known.
 * @param field - What the caller wrote, for the warning: never an identifier. @example `setTokens.inputTokens`
 * @example
 * ```ts
 * const attributes = {};
 * addCount(attributes, 'botanu.data.rows_returned', 7, 'setRows()');
 * addCount(attributes, 'botanu.data.rows_affected', 0, 'setRows()');
 * console.log(attributes); // { 'botanu.data.rows_returned': 7 }
 * ```
 */
export function addCount(attributes: Attributes, key: string, value: unknown, field: string): void {
  if (isCount(value, field) && value !== 0) {
    attributes[key] = value;
  }
}

/**
 * Whether a value is a count that can be added up; what is given and is none is warned about, once per field.
 *
 * @param value - Anything.
 * @param field - What the caller wrote, for the warning.
 * @example
 * ```ts
 * console.log(isCount(7, 'setRows()'), isCount(undefined, 'setRows()')); // true false
 * ```
 */
export function isCount(value: unknown, field: string): value is number {
  if (value === undefined || value === null) {
    return false;
  }
  const isValid = typeof value === 'number' && value >= 0 && value !== Number.POSITIVE_INFINITY;
  if (!isValid) {
    warnOnce(
      'BOTANU_INVALID_ARGUMENT',
      `${field} takes a finite number from 0, not ${describe(value)}; it is left out.`,
      field,
    );
  }
  return isValid;
}

/** Names what was given, without its content where it is no number. */
function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${errorClassOf(value)}`;
}

/**
 * Adds a number that may be zero or negative, a parameter of a request say. What is not finite is left out.
 *
 * @param attributes - Is added to.
 * @param key - The attribute's name.
 * @param value - The number.
 * @example
 * ```ts
 * const attributes = {};
 * addNumber(attributes, 'gen_ai.request.temperature', 0);
 * addNumber(attributes, 'gen_ai.request.top_p', Number.NaN);
 * console.log(attributes); // { 'gen_ai.request.temperature': 0 }
 * ```
 */
export function addNumber(attributes: Attributes, key: string, value: unknown): void {
  if (typeof value === 'number' && Number.isFinite(value)) {
    attributes[key] = value;
  }
}

/**
 * Adds a text, made well-formed Unicode. What is empty or no text is left out.
 *
 * @param attributes - Is added to.
 * @param key - The attribute's name.
 * @param value - The text.
 * @example
 * ```ts
 * const attributes = {};
 * addText(attributes, 'gen_ai.response.id', 'resp_7');
 * addText(attributes, 'gen_ai.response.model', undefined);
 * console.log(attributes); // { 'gen_ai.response.id': 'resp_7' }
 * ```
 */
export function addText(attributes: Attributes, key: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') {
    attributes[key] = toWellFormed(value);
  }
}

/**
 * Adds what is true or false. Anything else is left out.
 *
 * @param attributes - Is added to.
 * @param key - The attribute's name.
 * @param value - The flag.
 * @example
 * ```ts
 * const attributes = {};
 * addFlag(attributes, 'botanu.request.cache_hit', false);
 * addFlag(attributes, 'botanu.request.streaming', 'yes');
 * console.log(attributes); // { 'botanu.request.cache_hit': false }
 * ```
 */
export function addFlag(attributes: Attributes, key: string, value: unknown): void {
  if (typeof value === 'boolean') {
    attributes[key] = value;
  }
}

/**
 * Adds attributes of the application. A key that begins with `botanu.` or `gen_ai.` keeps its name; any other gets
 * the tracker's prefix. One that cannot be serialised is left out with one warning.
 *
 * @param attributes - Is added to.
 * @param prefix - The tracker's, with its dot. @example `botanu.tool.`
 * @param extras - What the application wants on its span.
 * @example
 * ```ts
 * const attributes = {};
 * addExtras(attributes, 'botanu.tool.', { shard: 7, 'gen_ai.agent.name': 'Support' });
 * console.log(attributes); // { 'botanu.tool.shard': 7, 'gen_ai.agent.name': 'Support' }
 * ```
 */
export function addExtras(attributes: Attributes, prefix: string, extras: ExtraAttributes | undefined): void {
  if (typeof extras !== 'object' || extras === null) {
    return;
  }
  for (const key of Object.keys(extras)) {
    try {
      const value = toAttributeValue(extras[key]);
      if (value !== undefined) {
        attributes[hasOwnPrefix(key) ? key : prefix + key] = value;
      }
    } catch (error) {
      warnOnce(
        'BOTANU_INVALID_ARGUMENT',
        `An attribute of a call could not be read (${errorClassOf(error)}); it is left out.`,
        `${prefix}attributes`,
      );
    }
  }
}

function hasOwnPrefix(key: string): boolean {
  return key.startsWith('botanu.') || key.startsWith('gen_ai.');
}

/**
 * What an application's value becomes on a span: strings, numbers and booleans as they are, anything else as JSON.
 *
 * @param value - Anything.
 * @returns Undefined where there is nothing to write.
 * @throws What `JSON.stringify` or a getter throws.
 */
export function toAttributeValue(value: unknown): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return scrubText(toWellFormed(value));
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    default:
      return value === null ? undefined : scrubText(JSON.stringify(value));
  }
}
