/** The body of a request, and how many spans it holds. */
export interface Payload {
  readonly payload: Uint8Array;
  readonly spanCount: number;
}

/** Field numbers of OTLP's `trace_service.proto` and `trace.proto`. */
const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;

const LENGTH_DELIMITED = 2;

/** One field of a protobuf message: `bytes` is all of it, `content` what is behind its tag and length. */
interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Splits an `ExportTraceServiceRequest` in two with half of the spans each, without decoding any of them.
 *
 * @param request - The body that was too large.
 * @returns Both halves, or undefined where it holds a single span, or is none that we can read.
 */
export function splitPayload(request: Payload): readonly [Payload, Payload] | undefined {
  if (request.spanCount < 2) {
    return undefined;
  }
  try {
    const half = request.spanCount >>> 1;
    const first = Buffer.concat(selectSpans(request.payload, 0, half));
    const second = Buffer.concat(selectSpans(request.payload, half, request.spanCount));
    return [
      { payload: first, spanCount: half },
      { payload: second, spanCount: request.spanCount - half },
    ];
  } catch {
    return undefined;
  }
}

/** The `ResourceSpans` fields with only the spans from the `from`th up to, and without, the `to`th. */
function selectSpans(request: Uint8Array, from: number, to: number): Uint8Array[] {
  const range = { from, to, position: 0 };
  return fieldsOf(request).flatMap((field) =>
    field.number === RESOURCE_SPANS ? selectWithin(field, [SCOPE_SPANS, SPANS], range) : [field.bytes],
  );
}

/** A message without the spans that are out of range; nothing where none is left. */
function selectWithin(
  message: Field,
  path: readonly number[],
  range: { readonly from: number; readonly to: number; position: number },
): Uint8Array[] {
  const [child, ...deeper] = path;
  let hasSpan = false;
  const parts = fieldsOf(message.content).flatMap((field) => {
    if (field.number !== child) {
      return [field.bytes];
    }
    if (deeper.length > 0) {
      const selected = selectWithin(field, deeper, range);
      hasSpan ||= selected.length > 0;
      return selected;
    }
    const isSelected = range.position >= range.from && range.position < range.to;
    range.position += 1;
    hasSpan ||= isSelected;
    return isSelected ? [field.bytes] : [];
  });
  return hasSpan ? [lengthDelimited(message.number, Buffer.concat(parts))] : [];
}

function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let position = 0;
  while (position < message.length) {
    const tag = readVarint(message, position);
    if ((tag.value & 7) !== LENGTH_DELIMITED) {
      throw new TypeError('only messages and texts are expected here');
    }
    const length = readVarint(message, tag.end);
    const end = length.end + length.value;
    if (end > message.length) {
      throw new RangeError('a field is longer than its message');
    }
    fields.push({
      number: tag.value >>> 3,
      bytes: message.subarray(position, end),
      content: message.subarray(length.end, end),
    });
    position = end;
  }
  return fields;
}

function readVarint(message: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let position = start; position < start + 5; position += 1) {
    const byte = message[position];
    if (byte === undefined) {
      break;
    }
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      return { value, end: position + 1 };
    }
    scale *= 128;
  }
  throw new RangeError('a number does not end');
}

function lengthDelimited(fieldNumber: number, content: Uint8Array): Uint8Array {
  const head: number[] = [(fieldNumber << 3) | LENGTH_DELIMITED];
  let length = content.length;
  while (length > 0x7f) {
    head.push((length & 0x7f) | 0x80);
    length = Math.floor(length / 128);
  }
  head.push(length);
  return Buffer.concat([Uint8Array.from(head), content]);
}
