/** An object whose fields are looked at, one by one, without knowing what it is. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as fields; undefined where it is no object. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

const NO_FIELDS: readonly Fields[] = [];

/** The objects of a list; empty where the value is no list. */
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : NO_FIELDS;
}

/** The value where it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value where it is a number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The texts of a property of each of a list's fields, under either of its spellings. */
export function textsOf(items: readonly Fields[], name: string, otherName = name): string[] {
  const texts: string[] = [];
  for (const item of items) {
    const text = textOf(item[name] ?? item[otherName]);
    if (text !== undefined) {
      texts.push(text);
    }
  }
  return texts;
}

/** The first field that is given, under whichever of its spellings. */
export function firstOf(fields: Fields | undefined, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields?.[name];
    if (value !== undefined && value !== null) {
      return value;
    }
  }
  return undefined;
}
