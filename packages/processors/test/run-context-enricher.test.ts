import { event, step } from '@botanu/core';
import { getRuntime } from '@botanu/core/authoring';
import { type AnySpanProcessor, SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, diag, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageSpanProcessor } from '@opentelemetry/baggage-span-processor';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SpanProcessor as OldestSpanProcessor } from 'sdk-trace-base-1';
import { RunContextEnricher } from '../src';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support', environment: 'test' };

describe.each(SDK_LINES)('RunContextEnricher with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start({ processors: [new RunContextEnricher()] });
  });
  afterEach(() => tracing.stop());

  const tracer = () => trace.getTracer('app');

  it('stamps the run on every span that starts inside, and on none outside', async () => {
    tracer().startSpan('before').end();
    const runId = await event({ ...ticket, tenantId: 'org' }, async (run) => {
      await Promise.resolve();
      tracer().startSpan('inside').end();
      return run.runId;
    });
    tracer().startSpan('after').end();
    const stamp = {
      'botanu.run_id': runId,
      'botanu.workflow': 'Support',
      'botanu.event_id': 'ticket-42',
      'botanu.customer_id': 'acme',
      'botanu.environment': 'test',
      'botanu.tenant_id': 'org',
    };
    expect(tracing.spanNamed('inside').attributes).toEqual(stamp);
    expect(tracing.spanNamed('botanu.run/Support').attributes).toMatchObject(stamp);
    expect(tracing.spanNamed('before').attributes).toEqual({});
    expect(tracing.spanNamed('after').attributes).toEqual({});
  });

  it('stamps the step inside a step, and the parent run inside a nested one', () => {
    event(ticket, (outer) => {
      step('retrieval', () => tracer().startSpan('in step').end());
      tracer().startSpan('in run').end();
      event({ ...ticket, workflow: 'Inner' }, () => tracer().startSpan('in inner').end());
      expect(tracing.spanNamed('in step').attributes['botanu.step']).toBe('retrieval');
      expect(tracing.spanNamed('botanu.step/retrieval').attributes['botanu.run_id']).toBe(outer.runId);
      expect(tracing.spanNamed('in run').attributes).not.toHaveProperty(['botanu.step']);
      expect(tracing.spanNamed('in inner').attributes['botanu.parent_run_id']).toBe(outer.runId);
    });
  });

  it('stamps a run that arrived as a header from another service', () => {
    const headers: Record<string, string> = {};
    const runId = event(ticket, (run) =>
      step('retrieval', () => {
        propagation.inject(context.active(), headers);
        return run.runId;
      }),
    );
    const received = propagation.extract(ROOT_CONTEXT, headers);
    tracer().startSpan('served', {}, received).end();
    expect(tracing.spanNamed('served').attributes).toEqual({
      'botanu.run_id': runId,
      'botanu.workflow': 'Support',
      'botanu.event_id': 'ticket-42',
      'botanu.customer_id': 'acme',
      'botanu.environment': 'test',
      'botanu.step': 'retrieval',
    });
  });

  it('stamps nothing from baggage that holds no run', () => {
    const received = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ 'botanu.run_id': { value: 'r' }, 'botanu.customer_id': { value: 'c' } }),
    );
    tracer().startSpan('served', {}, received).end();
    expect(tracing.spanNamed('served').attributes).toEqual({});
  });

  it('leaves a key alone that the span already carries, also when it is falsy', () => {
    event(ticket, () =>
      tracer()
        .startSpan('own', { attributes: { 'botanu.customer_id': 'mine', 'botanu.workflow': '', other: 1 } })
        .end(),
    );
    expect(tracing.spanNamed('own').attributes).toMatchObject({
      'botanu.customer_id': 'mine',
      'botanu.workflow': '',
      other: 1,
      'botanu.event_id': 'ticket-42',
    });
  });
});

describe("other people's readers of baggage", () => {
  it('read the run as any other baggage', async () => {
    const everything = new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS);
    const [, latest] = SDK_LINES;
    const tracing = latest?.start({ processors: [everything as AnySpanProcessor] });
    const run = event(ticket, (current) =>
      step('retrieval', () => {
        trace.getTracer('app').startSpan('inside').end();
        return current;
      }),
    );
    expect(tracing?.spanNamed('inside').attributes).toEqual({
      ...run.toBaggage(),
      'botanu.step': 'retrieval',
    });
    await tracing?.stop();
  });
});

describe('RunContextEnricher', () => {
  it('fits the processors of both SDK lines without a cast', async () => {
    const processors: [SpanProcessor, OldestSpanProcessor] = [
      new RunContextEnricher(),
      new RunContextEnricher(),
    ];
    for (const processor of processors) {
      await expect(processor.forceFlush()).resolves.toBeUndefined();
      await expect(processor.shutdown()).resolves.toBeUndefined();
    }
  });

  it('never throws: a span that cannot be written to costs one warning', () => {
    const warn = jest.fn();
    diag.setLogger(
      { error() {}, warn, info() {}, debug() {}, verbose() {} },
      { suppressOverrideMessage: true },
    );
    getRuntime().warned.clear();
    const received = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ 'botanu.run_id': { value: 'r' }, 'botanu.workflow': { value: 'w' } }),
    );
    const refuse = () => {
      throw new Error('sealed');
    };
    const span = { attributes: {}, setAttribute: refuse, setAttributes: refuse };
    new RunContextEnricher().onStart(span, received);
    new RunContextEnricher().onStart(span, received);
    expect(warn).toHaveBeenCalledTimes(1);
    diag.disable();
  });
});
