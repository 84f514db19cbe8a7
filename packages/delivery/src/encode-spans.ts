import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { EndedSpan } from './types';

type SerializableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

/** Spans as the body of a request. */
export interface EncodedSpans {
  readonly payload: Uint8Array;
  readonly spanCount: number;
  /** How many could not be encoded, and are not in the payload. */
  readonly failedCount: number;
}

/**
 * Encodes spans as an `ExportTraceServiceRequest`. A span that cannot be encoded, such as one with a hostile
 * attribute, does not take its neighbours with it.
 *
 * @param spans - Of any OpenTelemetry SDK.
 */
export function encodeSpans(spans: readonly EndedSpan[]): EncodedSpans {
  const payload = tryToEncode(spans);
  if (payload !== undefined) {
    return { payload, spanCount: spans.length, failedCount: 0 };
  }
  if (spans.length <= 1) {
    return { payload: new Uint8Array(), spanCount: 0, failedCount: spans.length };
  }
  const middle = spans.length >>> 1;
  const first = encodeSpans(spans.slice(0, middle));
  const second = encodeSpans(spans.slice(middle));
  return {
    // Protobuf messages merge by concatenation: repeated fields are appended.
    payload: Buffer.concat([first.payload, second.payload]),
    spanCount: first.spanCount + second.spanCount,
    failedCount: first.failedCount + second.failedCount,
  };
}

function tryToEncode(spans: readonly EndedSpan[]): Uint8Array | undefined {
  try {
    return ProtobufTraceSerializer.serializeRequest(spans.map(toLatestSpan));
  } catch {
    return undefined;
  }
}

/** Spans of 1.x know their scope and their parent under other names. Those of 2.x and 3.x are used as they are. */
function toLatestSpan(span: EndedSpan): SerializableSpan {
  if (span.instrumentationScope !== undefined) {
    return span as unknown as SerializableSpan;
  }
  const { parentSpanId } = span;
  return Object.create(span as object, {
    instrumentationScope: { value: span.instrumentationLibrary ?? UNKNOWN_SCOPE },
    parentSpanContext: {
      value: parentSpanId === undefined ? undefined : { ...span.spanContext(), spanId: parentSpanId },
    },
  }) as SerializableSpan;
}

const UNKNOWN_SCOPE = { name: '' };
