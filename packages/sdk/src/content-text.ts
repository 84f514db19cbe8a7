import { errorClassOf } from '@botanu/core/authoring';

/** How deep objects are looked into. */
const MAX_DEPTH = 8;

/** How many entries of one object or list are looked at. */
const MAX_BREADTH = 100;

/**
 * Turns content into text, JSON where it is no text: at most `maxLength` characters are ever built. It asks no object
 * for more than its entries, and survives whatever they do.
 *
 * @param value - Anything.
 * @param maxLength - When to stop, in UTF-16 code units. The result can be longer by the last piece, which is cut
 * by whoever knows where a cut does no harm.
 * @returns The text; undefined where there is nothing to write: absent, a function, a stream.
 */
export function toContentText(value: unknown, maxLength: number): string | undefined {
  if (value === undefined || value === null || typeof value === 'function' || isStreamLike(value)) {
    return undefined;
  }
  if (typeof value === 'string') {
    return value;
  }
  const writer = new JsonWriter(maxLength);
  writer.write(value, 0);
  return writer.text;
}

/**
 * Cuts a text. A surrogate pair is never split.
 *
 * @param text - The text.
 * @param maxLength - How much is kept, in UTF-16 code units.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text;
  }
  const isPairSplit = (text.charCodeAt(maxLength - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isPairSplit ? maxLength - 1 : maxLength);
}

/** What is read once: reading it would take it from the application. */
function isStreamLike(value: unknown): boolean {
  try {
    const { pipe, getReader, next, body } = value as Record<string, unknown>;
    return [pipe, getReader, next].some((method) => typeof method === 'function') || isStreamBody(body);
  } catch {
    return false;
  }
}

function isStreamBody(body: unknown): boolean {
  return typeof (body as { getReader?: unknown } | null | undefined)?.getReader === 'function';
}

/** Writes JSON, piece by piece, until there is enough. */
class JsonWriter {
  text = '';
  readonly #maxLength: number;
  readonly #ancestors = new Set<object>();

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  write(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.#add(JSON.stringify(value.slice(0, this.#maxLength)));
        return;
      case 'number':
      case 'boolean':
        this.#add(JSON.stringify(value));
        return;
      case 'object':
        this.#writeObject(value, depth);
        return;
      case 'undefined':
        this.#add('null');
        return;
      default:
        this.#add(JSON.stringify(typeof value === 'bigint' ? String(value) : `[${typeof value}]`));
    }
  }

  get #isFull(): boolean {
    return this.text.length >= this.#maxLength;
  }

  #add(piece: string): void {
    this.text += piece;
  }

  #writeObject(value: object | null, depth: number): void {
    if (value === null) {
      this.#add('null');
    } else if (this.#ancestors.has(value)) {
      this.#add('"[Circular]"');
    } else if (depth >= MAX_DEPTH) {
      this.#add('"[Object]"');
    } else {
      const { length } = this.text;
      this.#ancestors.add(value);
      try {
        this.#writeKnown(value, depth);
      } catch (error) {
        this.text = this.text.slice(0, length);
        this.#add(JSON.stringify(`[${errorClassOf(error)}]`));
      }
      this.#ancestors.delete(value);
    }
  }

  #writeKnown(value: object, depth: number): void {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#add(JSON.stringify(`[${value.byteLength} bytes]`));
    } else if (value instanceof Date) {
      this.#add(JSON.stringify(Number.isNaN(value.getTime()) ? null : value.toISOString()));
    } else if (value instanceof Error) {
      this.#writeEntries(
        [
          ['name', value.name],
          ['message', value.message],
        ],
        depth,
        '{}',
      );
    } else if (value instanceof Map) {
      this.#writeEntries(value, depth, '{}');
    } else if (Array.isArray(value) || value instanceof Set) {
      this.#writeEntries(indexed(value), depth, '[]');
    } else {
      this.#writeJsonOf(value, depth);
    }
  }

  /** `toJSON` is how an object says what it looks like; what it gives is looked at as its own. */
  #writeJsonOf(value: object, depth: number): void {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      this.write(toJSON.call(value), depth + 1);
    } else {
      this.#writeEntries(ownEntries(value), depth, '{}');
    }
  }

  #writeEntries(entries: Iterable<readonly [unknown, unknown]>, depth: number, brackets: '{}' | '[]'): void {
    const isObject = brackets === '{}';
    let count = 0;
    this.#add(brackets.charAt(0));
    for (const [key, value] of entries) {
      if (this.#isFull || count === MAX_BREADTH) {
        break;
      }
      this.#add(
        (count === 0 ? '' : ',') +
          (isObject ? `${JSON.stringify(String(key).slice(0, this.#maxLength))}:` : ''),
      );
      this.write(value, depth + 1);
      count += 1;
    }
    this.#add(brackets.charAt(1));
  }
}

function* indexed(values: Iterable<unknown>): Generator<readonly [undefined, unknown]> {
  for (const value of values) {
    yield [undefined, value];
  }
}

/** A getter that throws costs its own entry, not the object. */
function* ownEntries(value: object): Generator<readonly [string, unknown]> {
  for (const key of Object.keys(value)) {
    let entry: unknown;
    try {
      entry = (value as Record<string, unknown>)[key];
    } catch (error) {
      entry = `[${errorClassOf(error)}]`;
    }
    if (entry !== undefined && typeof entry !== 'function') {
      yield [key, entry];
    }
  }
}
