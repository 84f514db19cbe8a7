import { currentRun, event, injectRunContext, step } from '@botanu/core';
import { RunContextEnricher } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { trace } from '@opentelemetry/api';
import { trackMessagingOperation } from '../src';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };
const PUBLISH = { system: 'kafka', operation: 'publish', destination: 'tickets' };
const CONSUME = { system: 'kafka', operation: 'consume', destination: 'tickets' };

let tracing: TestTracing;

describe.each(SDK_LINES)('with $name', ({ start }) => {
  beforeEach(() => {
    tracing = start({ processors: [new RunContextEnricher()] });
  });
  afterEach(() => tracing.stop());

  /** A message that a run has published, and the run. */
  function publish(): { readonly carrier: object; readonly runId: string } {
    const carrier = {};
    const runId = event(ticket, (run) => {
      trackMessagingOperation({ ...PUBLISH, carrier }, () => {});
      return run.runId;
    });
    return { carrier, runId };
  }

  const producer = () => tracing.spanNamed('messaging.kafka.publish');
  const consumer = () => tracing.spanNamed('messaging.kafka.consume');
  const linkedSpanIds = () => consumer().links.map(({ context }) => context.spanId);

  it('a consumer joins the run of the message, and links to its producer', () => {
    const { carrier, runId } = publish();
    const seen = trackMessagingOperation({ ...CONSUME, carrier }, () =>
      step('work', () => currentRun()?.runId),
    );
    expect(seen).toBe(runId);
    expect(consumer().attributes).toMatchObject({ 'botanu.run_id': runId, 'botanu.event_id': 'ticket-42' });
    expect(linkedSpanIds()).toEqual([producer().spanId]);
    expect(consumer().traceId).not.toBe(producer().traceId);
    expect(consumer().parentSpanId).toBeUndefined();
    expect(tracing.spanNamed('botanu.step/work').parentSpanId).toBe(consumer().spanId);
    expect(tracing.spanNamed('botanu.step/work').attributes['botanu.run_id']).toBe(runId);
  });

  it('a span that is current stays the parent, and the producer is linked to', () => {
    const { carrier, runId } = publish();
    const polled = trace.getTracer('kafkajs').startActiveSpan('poll', (span) => {
      trackMessagingOperation({ ...CONSUME, carrier }, () => {});
      span.end();
      return span.spanContext();
    });
    expect(consumer().parentSpanId).toBe(polled.spanId);
    expect(linkedSpanIds()).toEqual([producer().spanId]);
    expect(consumer().attributes['botanu.run_id']).toBe(runId);
  });

  it("with parentTrace 'parent' the consumer is the producer's child", () => {
    const { carrier, runId } = publish();
    trackMessagingOperation({ ...CONSUME, carrier, parentTrace: 'parent' }, () => {});
    expect(consumer().parentSpanId).toBe(producer().spanId);
    expect(linkedSpanIds()).toEqual([]);
    expect(consumer().attributes['botanu.run_id']).toBe(runId);
  });

  it('the message wins over the run that the consumer happens to be in', () => {
    const { carrier, runId } = publish();
    event({ ...ticket, eventId: 'poller' }, () => {
      trackMessagingOperation({ ...CONSUME, carrier }, () => {
        expect(currentRun()?.runId).toBe(runId);
      });
      expect(currentRun()?.eventId).toBe('poller');
    });
    expect(consumer().attributes['botanu.event_id']).toBe('ticket-42');
  });

  it('inject() writes the span of the call into each message', () => {
    const scope = trackMessagingOperation.start(PUBLISH);
    const headers = scope.call.inject({ own: 'x' }) as Record<string, string>;
    scope.end();
    expect(headers.own).toBe('x');
    expect(headers.traceparent).toContain(producer().spanId);
    expect(Object.keys(injectRunContext({}))).toEqual([]);
  });

  it('start() joins the run inside with() only', () => {
    const { carrier, runId } = publish();
    const scope = trackMessagingOperation.start({ ...CONSUME, carrier });
    expect(currentRun()).toBeUndefined();
    expect(scope.with(() => currentRun()?.runId)).toBe(runId);
    scope.end();
    expect(consumer().attributes['botanu.run_id']).toBe(runId);
  });

  it.each([
    ['garbage', { traceparent: 'x', baggage: '%%%' }],
    ['nothing', {}],
    ['a frozen object', Object.freeze({})],
    [
      'an object that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('broken');
          },
          ownKeys: () => {
            throw new Error('broken');
          },
        },
      ),
    ],
  ])('a carrier that is %s changes nothing', (_, carrier) => {
    expect(trackMessagingOperation({ ...CONSUME, carrier }, () => currentRun() ?? 'handled')).toBe('handled');
    expect(consumer().links).toEqual([]);
    expect(trackMessagingOperation({ ...PUBLISH, carrier }, () => 'sent')).toBe('sent');
  });
});
