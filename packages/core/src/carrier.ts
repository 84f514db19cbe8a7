import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';

/** A carrier that is a Map, a `Headers`, or anything else that is asked by method. */
interface MapLike {
  get(key: string): unknown;
  set(key: string, value: string): unknown;
  keys?(): Iterable<string>;
}

/** An attribute of an SQS message: as it is sent, and, in lower case, as a Lambda function receives it. */
interface MessageAttribute {
  readonly StringValue?: unknown;
  readonly stringValue?: unknown;
}

/**
 * Reads from any carrier: plain objects, Maps, `Headers`; values that are text, bytes, lists of these, or SQS
 * message attributes. Names are matched in any case.
 */
export const carrierGetter: TextMapGetter<unknown> = {
  get(carrier, key) {
    return toText(isMapLike(carrier) ? carrier.get(key) : readProperty(Object(carrier), key));
  },
  keys(carrier) {
    return isMapLike(carrier) ? [...(carrier.keys?.() ?? [])] : Object.keys(Object(carrier));
  },
};

/** Writes into any carrier: text, or an SQS message attribute where the carrier holds those. */
export const carrierSetter: TextMapSetter<unknown> = {
  set(carrier, key, value) {
    if (isMapLike(carrier)) {
      carrier.set(key, value);
    } else if (typeof carrier === 'object' && carrier !== null) {
      const record = carrier as Record<string, unknown>;
      record[key] = holdsMessageAttributes(record) ? { DataType: 'String', StringValue: value } : value;
    }
  },
};

function isMapLike(carrier: unknown): carrier is MapLike {
  const { get, set } = Object(carrier) as Partial<MapLike>;
  return typeof get === 'function' && typeof set === 'function';
}

function readProperty(record: Record<string, unknown>, key: string): unknown {
  const sameKey = Object.keys(record).find((candidate) => candidate.toLowerCase() === key);
  return sameKey && record[sameKey];
}

function holdsMessageAttributes(record: Record<string, unknown>): boolean {
  return Object.values(record).some(
    (value) => typeof value === 'object' && value !== null && 'DataType' in value,
  );
}

/** The text that a carrier holds in whatever form. */
export function toText(value: unknown): string | undefined {
  if (value instanceof Uint8Array) {
    return new TextDecoder().decode(value);
  }
  if (Array.isArray(value)) {
    // A header that was sent several times: for baggage, one list.
    return value.map(toText).filter(Boolean).join() || undefined;
  }
  if (typeof value === 'object') {
    const attribute = value as MessageAttribute | null;
    return toText(attribute?.StringValue ?? attribute?.stringValue);
  }
  return typeof value === 'string' ? value : undefined;
}
