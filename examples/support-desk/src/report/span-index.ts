import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { textOf } from './attributes';

const RUN_SPAN_PREFIX = 'botanu.run/';

/** The spans as trees, across services. */
export class SpanIndex {
  /** Each span once: an exporter that got no answer sends it again. */
  readonly spans: readonly ReceivedSpan[];
  readonly #byKey: ReadonlyMap<string, ReceivedSpan>;
  readonly #children = new Map<string, ReceivedSpan[]>();

  /**
   * @param received - What a receiver decoded.
   */
  constructor(received: readonly ReceivedSpan[]) {
    this.#byKey = new Map(received.map((span) => [keyOf(span.traceId, span.spanId), span]));
    this.spans = [...this.#byKey.values()];
    for (const span of this.spans) {
      if (span.parentSpanId !== undefined) {
        const key = keyOf(span.traceId, span.parentSpanId);
        const siblings = this.#children.get(key);
        if (siblings === undefined) {
          this.#children.set(key, [span]);
        } else {
          siblings.push(span);
        }
      }
    }
  }

  /** `undefined` for a root, and where the parent was never received. */
  parentOf(span: ReceivedSpan): ReceivedSpan | undefined {
    return span.parentSpanId === undefined
      ? undefined
      : this.#byKey.get(keyOf(span.traceId, span.parentSpanId));
  }

  /** In the order in which they started. */
  childrenOf(span: ReceivedSpan): readonly ReceivedSpan[] {
    return [...(this.#children.get(keyOf(span.traceId, span.spanId)) ?? [])].sort(byStartTime);
  }

  /** The span itself where it is a run span, else the nearest run span above it. */
  runSpanOf(span: ReceivedSpan): ReceivedSpan | undefined {
    let current: ReceivedSpan | undefined = span;
    while (current !== undefined && !isRunSpan(current)) {
      current = this.parentOf(current);
    }
    return current;
  }
}

/** Whether a span is that of a run. */
export function isRunSpan(span: ReceivedSpan): boolean {
  return span.name.startsWith(RUN_SPAN_PREFIX);
}

/** The service that made a span. */
export function serviceOf(span: ReceivedSpan): string {
  return textOf(span.resource, 'service.name') ?? 'unknown';
}

/** Compares by start time. */
export function byStartTime(first: ReceivedSpan, second: ReceivedSpan): number {
  return Number(first.startTimeUnixNano - second.startTimeUnixNano);
}

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}:${spanId}`;
}
