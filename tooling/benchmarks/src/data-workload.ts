import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Workload } from './contender';
import type { Tracing } from './tracing';

/** Of a span inside a run that is no call of anything: from none of them can a cost be inferred. */
export const PLAIN_ATTRIBUTES: Attributes = {
  'botanu.run_id': '01990000-0000-7000-8000-000000000000',
  'botanu.workflow': 'Support',
  'botanu.event_id': 'ticket-100000',
  'botanu.customer_id': 'customer-0',
  'botanu.environment': 'production',
  'botanu.step': 'retrieval',
  'code.function.name': 'search',
  'thread.id': 1,
  'app.queue.depth': 3,
  'app.is_cached': false,
};

/** Of an HTTP call, as OpenTelemetry's instrumentation writes it where lengths are captured. */
export const HTTP_ATTRIBUTES: Attributes = {
  'http.request.method': 'GET',
  'server.address': 'articles.s3.eu-central-1.amazonaws.com',
  'server.port': 443,
  'url.full': 'https://articles.s3.eu-central-1.amazonaws.com/KB-1',
  'network.peer.address': '127.0.0.1',
  'network.peer.port': 443,
  'network.protocol.version': '1.1',
  'http.response.status_code': 200,
  'http.response.header.content-length': ['4096'],
};

/**
 * Starts and ends a span.
 *
 * @param tracing - The contender's.
 * @param attributes - What the span starts with.
 */
export function spanOf({ tracer, lastSpan }: Tracing, attributes: Attributes | undefined): Workload {
  const options = { kind: SpanKind.CLIENT, ...(attributes === undefined ? {} : { attributes }) };
  return {
    operation: () => tracer.startSpan('call', options).end(),
    evidence: () => lastSpan.describe(),
  };
}
