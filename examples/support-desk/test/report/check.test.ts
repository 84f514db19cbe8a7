import { checkRunContext } from '../../src/report/check';
import { SpanIndex } from '../../src/report/span-index';
import { makeRunSpan, makeSpan, runAttributes } from './make-spans';

const RUN = { runId: 'run-1', eventId: 'T-1', customerId: 'acme' };
const OTHER_RUN = { ...RUN, runId: 'run-2' };

/** Request -> run -> step -> call of knowledge -> knowledge's own span. */
function healthyTrace() {
  const request = makeSpan('desk', 'POST', { kind: 2 });
  const run = makeRunSpan(RUN, { parent: request });
  const attributes = runAttributes(RUN);
  const step = makeSpan('desk', 'botanu.step/retrieve', { parentSpanId: run.spanId, attributes });
  const call = makeSpan('desk', 'GET', { parentSpanId: step.spanId, attributes, kind: 3 });
  const served = makeSpan('knowledge', 'GET', { parentSpanId: call.spanId, attributes, kind: 2 });
  return { request, run, step, call, served };
}

describe('checkRunContext', () => {
  it('counts the spans below run spans per service, and finds nothing wrong', () => {
    expect(checkRunContext(new SpanIndex(Object.values(healthyTrace())))).toEqual({
      attributedSpans: 4,
      attributedSpansByService: { desk: 3, knowledge: 1 },
      faults: [],
    });
  });

  it.each(['desk', 'knowledge'])('finds a span of %s without run context', (service) => {
    const { served, ...others } = healthyTrace();
    const bare = makeSpan(service, 'lookup', { parentSpanId: served.spanId });
    const { faults, attributedSpans } = checkRunContext(
      new SpanIndex([...Object.values(others), served, bare]),
    );
    expect(attributedSpans).toBe(5);
    expect(faults).toEqual([
      {
        service,
        span: 'lookup',
        traceId: bare.traceId,
        spanId: bare.spanId,
        reason: 'it has no botanu.run_id',
      },
    ]);
  });

  it.each(['botanu.run_id', 'botanu.workflow', 'botanu.event_id', 'botanu.customer_id'])(
    'finds a span whose %s is missing or another one',
    (key) => {
      const { served, ...others } = healthyTrace();
      const reasonWith = (value: string): readonly string[] => {
        const changed = { ...served, attributes: { ...served.attributes, [key]: value } };
        const { faults } = checkRunContext(new SpanIndex([...Object.values(others), changed]));
        return faults.map(({ reason }) => reason);
      };
      expect(reasonWith('')).toEqual([`it has no ${key}`]);
      expect(reasonWith('something else')).toEqual([`its ${key} is not that of its run span`]);
    },
  );

  it('compares with the nearest run span, since a run can be inside another', () => {
    const outer = makeRunSpan(RUN);
    const inner = makeRunSpan(OTHER_RUN, { parent: outer });
    const ofInner = makeSpan('desk', 'a', {
      parentSpanId: inner.spanId,
      attributes: runAttributes(OTHER_RUN),
    });
    const ofOuter = makeSpan('desk', 'b', { parentSpanId: inner.spanId, attributes: runAttributes(RUN) });
    const { faults } = checkRunContext(new SpanIndex([outer, inner, ofInner, ofOuter]));
    expect(faults.map(({ span, reason }) => [span, reason])).toEqual([
      ['b', 'its botanu.run_id is not that of its run span'],
    ]);
  });

  it('finds a run span without its own ids', () => {
    const { faults } = checkRunContext(new SpanIndex([makeRunSpan({ ...RUN, customerId: '' })]));
    expect(faults.map(({ reason }) => reason)).toEqual(['it has no botanu.customer_id']);
  });

  it('finds spans whose parent never arrived, and spans that belong to no run', () => {
    const { call: _lost, ...others } = healthyTrace();
    const stray = makeSpan('knowledge', 'GET', { traceId: 'b'.repeat(32) });
    const { faults } = checkRunContext(new SpanIndex([...Object.values(others), stray]));
    expect(faults.map(({ spanId, reason }) => [spanId, reason])).toEqual([
      [others.served.spanId, 'its parent span never arrived'],
      [stray.spanId, 'it belongs to no run'],
    ]);
  });
});
