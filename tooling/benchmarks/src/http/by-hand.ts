import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Attributes, context, createContextKey, propagation, SpanKind, trace } from '@opentelemetry/api';

const KEY = createContextKey('benchmark');

/** What anything costs that is current in a request: a value in a context, and nothing else. */
export function inContext<T>(next: () => T): T {
  return context.with(context.active().setValue(KEY, {}), next);
}

/** What the middleware does where a request is an event, written out, without its options, judgement and safety. */
export function byHand<T>(response: ServerResponse, next: () => T): T {
  const runId = randomUUID();
  const startTime = Date.now();
  const attributes: Attributes = {
    'botanu.run_id': runId,
    'botanu.workflow': 'Support',
    'botanu.event_id': 'ticket-42',
    'botanu.customer_id': 'acme',
    'botanu.environment': 'production',
    'botanu.run.start_time': new Date(startTime).toISOString(),
    'http.request.method': 'GET',
  };
  const baggage = propagation.createBaggage({
    'botanu.run_id': { value: runId },
    'botanu.workflow': { value: 'Support' },
    'botanu.event_id': { value: 'ticket-42' },
    'botanu.customer_id': { value: 'acme' },
    'botanu.environment': { value: 'production' },
  });
  const inRun = propagation.setBaggage(context.active(), baggage);
  const span = trace
    .getTracer('benchmark')
    .startSpan('botanu.run/Support', { kind: SpanKind.SERVER, attributes }, inRun);
  span.addEvent('botanu.run.started', { run_id: runId, workflow: 'Support' });
  response.setHeader('x-botanu-run-id', runId);
  response.setHeader('x-botanu-workflow', 'Support');
  response.once('close', () => {
    const durationMs = Date.now() - startTime;
    span.setAttributes({ 'botanu.run.duration_ms': durationMs, 'http.route': '/tickets/:id' });
    span.addEvent('botanu.run.completed', {
      run_id: runId,
      workflow: 'Support',
      duration_ms: durationMs,
      status: 'success',
    });
    span.end();
  });
  return context.with(trace.setSpan(inRun, span), next);
}
