import {
  type Baggage,
  baggageEntryMetadataFromString,
  createTraceState,
  propagation,
  type SpanContext,
  trace,
} from '@opentelemetry/api';
import { BAGGAGE_BOTANU_PREFIX } from './semconv';

/** W3C Baggage, section 3.3.2: what every platform must be able to pass on. */
export const MAX_BAGGAGE_BYTES = 8192;
export const MAX_BAGGAGE_ENTRIES = 180;

/** W3C Trace Context, section 3.2: version, trace id, parent id, flags; later versions may append fields. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})\b/;

/** W3C Baggage, section 3.2.1: key, value, and properties. */
const BAGGAGE_MEMBER = /^([^=;]+)=([^;]*);?(.*)/;

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
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(header.trim()) ?? [];
  const spanContext: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    traceState: createTraceState(tracestate),
  };
  return trace.isSpanContextValid(spanContext) ? spanContext : undefined;
}

/**
 * Writes baggage as W3C Baggage has it, our entries first, up to the limits of the specification.
 *
 * @returns The header's value; empty where there is nothing to send.
 */
export function formatBaggage(baggage: Baggage): string {
  let header = '';
  const entries = baggage.getAllEntries();
  const isOurs = ([key]: [string, unknown]): boolean => key.startsWith(BAGGAGE_BOTANU_PREFIX);
  // An application that builds its baggage anew may have put ours anywhere.
  const ordered = [...entries.filter(isOurs), ...entries.filter((entry) => !isOurs(entry))];
  for (const [key, entry] of ordered.slice(0, MAX_BAGGAGE_ENTRIES)) {
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
  let baggage: Baggage | undefined;
  for (const member of header.split(',', MAX_BAGGAGE_ENTRIES)) {
    const [, rawKey = '', rawValue = '', properties] = BAGGAGE_MEMBER.exec(member) ?? [];
    const key = decode(rawKey);
    const value = decode(rawValue);
    if (key && value) {
      const metadata = properties ? { metadata: baggageEntryMetadataFromString(properties) } : {};
      baggage = (baggage ?? propagation.createBaggage()).setEntry(key, { value, ...metadata });
    }
  }
  return baggage;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return '';
  }
}
