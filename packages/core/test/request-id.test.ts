import { SDK_LINES } from '@botanu-tooling/test-tracing';
import { context, propagation } from '@opentelemetry/api';
import { contextWithRun } from '../src/context';
import { event } from '../src/event';
import { RunContext } from '../src/run-context';

const OPTIONS = { eventId: 'e', customerId: 'c', workflow: 'w' };
const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';

describe.each(SDK_LINES)('a run without an event id, in $name', ({ start }) => {
  let tracing: ReturnType<typeof start>;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  it('gives its id to the first event inside, which is no child, and to no other', () => {
    const request = RunContext.create({ ...OPTIONS, eventId: undefined });
    context.with(contextWithRun(context.active(), request), () => {
      const [first, second] = [event(OPTIONS, (run) => run), event(OPTIONS, (run) => run)];
      expect([first.runId, first.parentRunId]).toEqual([request.runId, undefined]);
      expect(second.runId).not.toBe(request.runId);
      expect(second.parentRunId).toBeUndefined();
    });
  });

  it('gives it also where it arrived as baggage', () => {
    const baggage = propagation.createBaggage({
      'botanu.run_id': { value: RUN_ID },
      'botanu.workflow': { value: 'Gateway' },
    });
    context.with(propagation.setBaggage(context.active(), baggage), () => {
      expect(event(OPTIONS, (run) => run.runId)).toBe(RUN_ID);
      expect(event(OPTIONS, (run) => run.runId)).not.toBe(RUN_ID);
    });
  });

  it('keeps it where it is an event itself, that only has no id', () => {
    event({ ...OPTIONS, eventId: undefined }, (outer) => {
      const inner = event(OPTIONS, (run) => run);
      expect(inner.runId).not.toBe(outer.runId);
      expect(inner.parentRunId).toBeUndefined();
    });
  });
});
