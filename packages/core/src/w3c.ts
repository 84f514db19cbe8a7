import {
  type Baggage,
  type BaggageEntry,
  baggageEntryMetadataFromString,
  createTraceState,
  isSpanContextValid,
  propagation,
  type SpanContext,
} from '@opentelemetry/api';

/** W3C Baggage, section 3.3.2: what every platform must be able to pass on. */
export const MAX_BAGGAGE_BYTES = 8192;
export const MAX_BAGGAGE_ENTRIES = 180;

/** W3C Trace Context, section 3.2: version, trace id, parent id, flags; later versions may append fields. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** The names of the headers. */
export const TRACEPARENT_HEADER = 'traceparent';
export const TRACESTATE_HEADER = 'tracestate';
export const BAGGAGE_HEADER = 'baggage';

/** Writes a span context as W3C Trace Context has it. */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`;
}

/**
 * Reads a span context as W3C Trace Context has it.
 *
 * @returns Undefined where the header is malformed.
 */
export function parseTraceparent(header: string, tracestate: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) {
    return undefined;
  }
  const spanContext: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  };
  if (tracestate !== undefined) {
    spanContext.traceState = createTraceState(tracestate);
  }
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}

/**
 * Writes baggage as W3C Baggage has it, the first entries first, up to the limits of the specification.
 *
 * @returns The header's value; empty where there is nothing to send.
 */
export function formatBaggage(baggage: Baggage): string {
  let header = '';
  for (const [key, entry] of baggage.getAllEntries().slice(0, MAX_BAGGAGE_ENTRIES)) {
    const metadata = entry.metadata === undefined ? '' : `;${entry.metadata.toString()}`;
    const member = `${encodeURIComponent(key)}=${encodeURIComponent(entry.value)}${metadata}`;
    const separator = header === '' ? '' : ',';
    if (header.length + separator.length + member.length <= MAX_BAGGAGE_BYTES) {
      header += separator + member;
    }
  }
  return header;
}

/**
 * Reads baggage as W3C Baggage has it. Members that are malformed are skipped.
 *
 * @returns Undefined where nothing could be read.
 */
export function parseBaggage(header: string): Baggage | undefined {
  const entries: Record<string, BaggageEntry> = {};
  let isEmpty = true;
  for (const member of header.slice(0, MAX_BAGGAGE_BYTES).split(',', MAX_BAGGAGE_ENTRIES)) {
    const [pair = '', ...properties] = member.split(';');
    const [rawKey = '', ...rest] = pair.split('=');
    const key = decode(rawKey.trim());
    const value = decode(rest.join('=').trim());
    if (key && value) {
      isEmpty = false;
      entries[key] =
        properties.length === 0
          ? { value }
          : { value, metadata: baggageEntryMetadataFromString(properties.join(';')) };
    }
  }
  return isEmpty ? undefined : propagation.createBaggage(entries);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
