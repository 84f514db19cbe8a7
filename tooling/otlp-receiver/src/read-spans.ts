import { readAttributes, readResource, readScope } from './read-attributes';
import type { Attributes, ReceivedScope, ReceivedSpan, ReceivedSpanEvent, ReceivedSpanLink } from './types';
import {
  readId,
  readMessage,
  readMessages,
  readSmallInteger,
  readString,
  readTime,
  type WireMessage,
} from './wire-values';

/** The spans of a decoded `ExportTraceServiceRequest`, in its order. */
export function readSpans(request: WireMessage): ReceivedSpan[] {
  return readMessages(request, 'resourceSpans').flatMap((resourceSpans) => {
    const resource = readResource(resourceSpans);
    return readMessages(resourceSpans, 'scopeSpans').flatMap((scopeSpans) => {
      const scope = readScope(scopeSpans);
      return readMessages(scopeSpans, 'spans').map((span) => readSpan(span, resource, scope));
    });
  });
}

function readSpan(span: WireMessage, resource: Attributes, scope: ReceivedScope): ReceivedSpan {
  const status = readMessage(span, 'status');
  return {
    traceId: readId(span, 'traceId', 16) ?? '',
    spanId: readId(span, 'spanId', 8) ?? '',
    parentSpanId: readId(span, 'parentSpanId', 8),
    name: readString(span, 'name'),
    kind: readSmallInteger(span, 'kind'),
    startTimeUnixNano: readTime(span, 'startTimeUnixNano'),
    endTimeUnixNano: readTime(span, 'endTimeUnixNano'),
    attributes: readAttributes(span, 'attributes'),
    events: readMessages(span, 'events').map(readEvent),
    links: readMessages(span, 'links').map(readLink),
    status: { code: readSmallInteger(status, 'code'), message: readString(status, 'message') },
    flags: readSmallInteger(span, 'flags'),
    traceState: readString(span, 'traceState'),
    droppedAttributesCount: readSmallInteger(span, 'droppedAttributesCount'),
    resource,
    scope,
  };
}

function readEvent(event: WireMessage): ReceivedSpanEvent {
  return {
    name: readString(event, 'name'),
    timeUnixNano: readTime(event, 'timeUnixNano'),
    attributes: readAttributes(event, 'attributes'),
  };
}

function readLink(link: WireMessage): ReceivedSpanLink {
  return {
    traceId: readId(link, 'traceId', 16) ?? '',
    spanId: readId(link, 'spanId', 8) ?? '',
    attributes: readAttributes(link, 'attributes'),
    flags: readSmallInteger(link, 'flags'),
  };
}
