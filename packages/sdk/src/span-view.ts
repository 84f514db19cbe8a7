import { type Attributes, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { HostResource } from './merged-resource';

/** An ended span of OpenTelemetry 1.x to 3.x. */
export type EndedHostSpan = Omit<ReadableSpan, 'resource' | 'instrumentationScope' | 'parentSpanContext'> &
  Partial<Pick<ReadableSpan, 'instrumentationScope' | 'parentSpanContext'>> & {
    readonly resource?: HostResource;
    /** 1.x has these in place of `instrumentationScope` and `parentSpanContext`. */
    readonly instrumentationLibrary?: ReadableSpan['instrumentationScope'];
    readonly parentSpanId?: string;
  };

/**
 * What we export of a host's span: the span, with the sampled flag on (a batch processor drops the others),
 * and under the names that OpenTelemetry 2.x has.
 *
 * @param span - The ended span; it is not changed.
 * @param attributes - The attributes to export.
 * @param resource - The resource to export.
 */
export function createExportView(
  span: EndedHostSpan,
  attributes: Attributes,
  resource: Resource,
): ReadableSpan {
  const spanContext = span.spanContext();
  const sampled: SpanContext = { ...spanContext, traceFlags: spanContext.traceFlags | TraceFlags.SAMPLED };
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => sampled,
    ...parentOf(span, spanContext),
    startTime: span.startTime,
    endTime: span.endTime,
    status: span.status,
    attributes,
    links: span.links,
    events: span.events,
    duration: span.duration,
    ended: span.ended,
    resource,
    instrumentationScope: span.instrumentationScope ?? span.instrumentationLibrary ?? UNKNOWN_SCOPE,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

const UNKNOWN_SCOPE: ReadableSpan['instrumentationScope'] = { name: '' };

function parentOf(span: EndedHostSpan, { traceId }: SpanContext): Pick<ReadableSpan, 'parentSpanContext'> {
  const { parentSpanContext, parentSpanId } = span;
  if (parentSpanContext !== undefined) {
    return { parentSpanContext };
  }
  return parentSpanId === undefined
    ? {}
    : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: TraceFlags.NONE } };
}
