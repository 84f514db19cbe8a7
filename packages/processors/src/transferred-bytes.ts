import type { Attributes, AttributeValue } from '@opentelemetry/api';

/**
 * Of an HTTP request's body: today's name, that of before 2024, the header where it was captured (in the spelling of
 * today and of then), and what it was before it was compressed.
 */
const REQUEST_KEYS = [
  'http.request.body.size',
  'http.request_content_length',
  'http.request.header.content-length',
  'http.request.header.content_length',
  'http.request_content_length_uncompressed',
] as const;

/** The same of the response. */
const RESPONSE_KEYS = [
  'http.response.body.size',
  'http.response_content_length',
  'http.response.header.content-length',
  'http.response.header.content_length',
  'http.response_content_length_uncompressed',
] as const;

/** What botanu's trackers count: a database's or a storage's bytes, or those of messages. */
const TRACKER_KEYS = [
  'botanu.data.bytes_read',
  'botanu.data.bytes_written',
  'botanu.messaging.bytes_transferred',
] as const;

/** The attributes that {@link transferredBytesOf} looks at. */
export const BYTES_KEYS: readonly string[] = [...REQUEST_KEYS, ...RESPONSE_KEYS, ...TRACKER_KEYS];

/**
 * How many bytes a span moved: those of an HTTP request and its response, else those that a tracker counted.
 *
 * @param attributes - The span's.
 * @returns Undefined where nothing tells, or nothing was moved.
 */
export function transferredBytesOf(attributes: Attributes): number | undefined {
  const overHttp = firstCount(REQUEST_KEYS, attributes) + firstCount(RESPONSE_KEYS, attributes);
  return overHttp || TRACKER_KEYS.reduce((sum, key) => sum + toCount(attributes[key]), 0) || undefined;
}

function firstCount(keys: readonly string[], attributes: Attributes): number {
  for (const key of keys) {
    const count = toCount(attributes[key]);
    if (count > 0) {
      return count;
    }
  }
  return 0;
}

/** A captured header is a list of texts. What is no count says nothing. */
function toCount(value: AttributeValue | undefined): number {
  const single = Array.isArray(value) ? value[0] : value;
  const count = typeof single === 'string' && /^\d+$/.test(single) ? Number(single) : single;
  return typeof count === 'number' && count > 0 && Number.isFinite(count) ? count : 0;
}
