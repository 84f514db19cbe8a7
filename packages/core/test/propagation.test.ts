import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, propagation, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import {
  continueRun,
  currentRun,
  event,
  extractRunContext,
  getBaggage,
  injectRunContext,
  RunContext,
  step,
  withAttempt,
  withBaggage,
} from '../src';
import { getAttempt } from '../src/authoring';

const ticket = { eventId: 'ticket 42', customerId: 'müller & söhne', workflow: 'Support', tenantId: 'org' };

const toBytes = (text: string): Buffer => Buffer.from(text, 'utf8');

/** How a carrier is made, and what the broker makes of it on its way. */
const carriers: [string, () => object, (carrier: object) => object][] = [
  ['a plain object', () => ({}), (carrier) => carrier],
  ['a plain object through JSON', () => ({ own: 1 }), (carrier) => JSON.parse(JSON.stringify(carrier))],
  [
    'an object whose keys change their case',
    () => ({}),
    (carrier) =>
      Object.fromEntries(Object.entries(carrier).map(([key, value]) => [key.toUpperCase(), value])),
  ],
  ['a Map', () => new Map(), (carrier) => carrier],
  ['Headers', () => new Headers(), (carrier) => new Headers([...(carrier as Headers)])],
  [
    'Kafka headers',
    () => ({}),
    (carrier) => Object.fromEntries(Object.entries(carrier).map(([key, value]) => [key, toBytes(value)])),
  ],
  [
    'Kafka headers that were sent twice',
    () => ({}),
    (carrier) => Object.fromEntries(Object.entries(carrier).map(([key, value]) => [key, [toBytes(value)]])),
  ],
  [
    'SQS message attributes',
    () => ({ kind: { DataType: 'String', StringValue: 'ticket' } }),
    (carrier) => JSON.parse(JSON.stringify(carrier)),
  ],
  [
    'SQS message attributes in a Lambda function',
    () => ({ kind: { DataType: 'String', StringValue: 'ticket' } }),
    (carrier) =>
      Object.fromEntries(
        Object.entries(carrier as Record<string, { StringValue: string }>).map(([key, { StringValue }]) => [
          key,
          { stringValue: StringValue, dataType: 'String' },
        ]),
      ),
  ],
];

describe.each(SDK_LINES)('carriers, with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  const send = (create: () => object) =>
    event({ ...ticket, timeoutMs: 60_000 }, (run) =>
      withBaggage({ channel: 'email' }, () =>
        step('sending', () => ({ run, carrier: injectRunContext(create()) })),
      ),
    );

  describe.each(carriers)('%s', (_, create, deliver) => {
    it('brings the run to the next process', () => {
      const { run, carrier } = send(create);
      expect(extractRunContext(deliver(carrier))?.toBaggage()).toEqual(run.toBaggage());
    });

    it('continues the run, as part of the same trace', () => {
      const { run, carrier } = send(create);
      const sender = tracing.spanNamed('botanu.step/sending');
      const result = continueRun(deliver(carrier), (continued) => {
        expect(continued).toMatchObject({
          runId: run.runId,
          customerId: ticket.customerId,
          deadline: run.deadline,
        });
        expect(currentRun()).toBe(continued);
        expect([getBaggage('channel'), getBaggage('botanu.step')]).toEqual(['email', 'sending']);
        return step('receiving', () => 7);
      });
      expect(result).toBe(7);
      expect(tracing.spanNamed('botanu.step/receiving')).toMatchObject({
        traceId: sender.traceId,
        parentSpanId: sender.spanId,
      });
    });

    it('opens a child run', () => {
      const { run, carrier } = send(create);
      event({ ...ticket, workflow: 'Child', parent: deliver(carrier) }, (child) => {
        expect(child.parentRunId).toBe(run.runId);
        expect(child.runId).not.toBe(run.runId);
        expect(getBaggage('channel')).toBe('email');
        expect(getBaggage('botanu.step')).toBeUndefined();
      });
      expect(tracing.spanNamed('botanu.run/Child').parentSpanId).toBe(
        tracing.spanNamed('botanu.step/sending').spanId,
      );
    });
  });

  it('link the traces where that is asked for', () => {
    const { carrier } = send(() => ({}));
    const sender = tracing.spanNamed('botanu.step/sending');
    event({ ...ticket, workflow: 'Child', parent: carrier, parentTrace: 'link' }, () => {
      step('inside', () => {});
    });
    continueRun(carrier, () => step('continued', () => {}), { parentTrace: 'link' });
    for (const name of ['botanu.run/Child', 'botanu.step/continued']) {
      const span = tracing.spanNamed(name);
      expect(span.parentSpanId).toBeUndefined();
      expect(span.traceId).not.toBe(sender.traceId);
      expect(span.links.map((link) => link.context.spanId)).toEqual([sender.spanId]);
    }
    expect(tracing.spanNamed('botanu.step/inside').links).toEqual([]);
  });

  it('take a run instead of a carrier', () => {
    const run = event(ticket, (current) => current);
    continueRun(run, (continued) => expect(continued).toBe(run));
    event({ ...ticket, workflow: 'Child', parent: run }, (child) =>
      expect(child.parentRunId).toBe(run.runId),
    );
  });

  it('take a record with our keys themselves', () => {
    const { run } = send(() => ({}));
    expect(extractRunContext(run.toBaggage())?.toBaggage()).toEqual(run.toBaggage());
  });

  it('of any other kind work with a getter and a setter', () => {
    const list: [string, string][] = [];
    const run = event(ticket, (current) => {
      injectRunContext(list, { set: (carrier, key, value) => carrier.push([key, value]) });
      return current;
    });
    const getter = {
      get: (carrier: [string, string][], key: string) =>
        [...carrier].reverse().find(([name]) => name === key)?.[1],
      keys: (carrier: [string, string][]) => carrier.map(([name]) => name),
    };
    expect(extractRunContext(list, getter)?.runId).toBe(run.runId);
    continueRun(list, (continued) => expect(continued?.runId).toBe(run.runId), { getter });
  });

  it('keep async work in the run', async () => {
    const { run, carrier } = send(() => ({}));
    await continueRun(carrier, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(currentRun()?.runId).toBe(run.runId);
    });
    const error = new Error('no');
    await expect(continueRun(carrier, () => Promise.reject(error))).rejects.toBe(error);
  });

  it('without a sampled trace keep the flags', () => {
    const unsampled = trace.setSpanContext(context.active(), {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      traceFlags: 0,
    });
    const carrier: Record<string, string> = {};
    context.with(unsampled, () => injectRunContext(carrier));
    expect(carrier.traceparent).toBe(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`);
  });
});

describe('without any propagator', () => {
  it('carriers work all the same', async () => {
    const tracing = SDK_LINES[1]?.start();
    propagation.disable();
    const carrier: Record<string, string> = {};
    const run = event(ticket, (current) => {
      injectRunContext(carrier);
      return current;
    });
    expect(extractRunContext(carrier)?.toBaggage()).toEqual(run.toBaggage());
    continueRun(carrier, () => step('receiving', () => {}));
    expect(tracing?.spanNamed('botanu.step/receiving').parentSpanId).toBe(
      tracing?.spanNamed('botanu.run/Support').spanId,
    );
    await tracing?.stop();
  });
});

describe('garbage', () => {
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );

  it.each([
    [undefined],
    [null],
    [0],
    ['text'],
    [Symbol('carrier')],
    [[]],
    [() => {}],
    [throwing],
    [{ baggage: '%', traceparent: 'x' }],
    [{ baggage: 'botanu.run_id=%E0%A4%A' }],
    [{ baggage: 5, traceparent: {} }],
    [{ baggage: { StringValue: 7 } }],
    [{ baggage: [null, undefined] }],
    [{ 'botanu.run_id': 'r' }],
    [new Map([['baggage', 7]])],
  ])('of kind %# yields no run and no exception', (carrier) => {
    expect(extractRunContext(carrier)).toBeUndefined();
    expect(continueRun(carrier, (run) => [run, 7])).toEqual([undefined, 7]);
    expect(() => injectRunContext(carrier)).not.toThrow();
    expect(event({ ...ticket, parent: carrier as object }, (run) => run.parentRunId)).toBeUndefined();
  });

  it('of any shape yields no exception, and no prototype is touched', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withNullPrototype: true, withTypedArray: true }),
        (carrier) => {
          extractRunContext(carrier);
          continueRun(carrier, () => {});
        },
      ),
    );
    expect(extractRunContext({ baggage: '__proto__=x,botanu.run_id=r,botanu.workflow=w' })?.runId).toBe('r');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('in headers yields no exception, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (baggage, traceparent, tracestate) => {
        extractRunContext({ baggage, traceparent, tracestate });
      }),
    );
  });
});

describe('withAttempt()', () => {
  it('is read by trackers inside, bounded, and gives what the function gives', async () => {
    const tracing = SDK_LINES[1]?.start();
    expect(getAttempt()).toBe(1);
    expect(withAttempt(3, () => getAttempt())).toBe(3);
    await withAttempt(2, async () => {
      await Promise.resolve();
      expect(getAttempt()).toBe(2);
      expect(withAttempt(0, getAttempt)).toBe(1);
      expect(withAttempt(99_999, getAttempt)).toBe(10_000);
      expect(withAttempt(Number.NaN, getAttempt)).toBe(1);
    });
    const first = RunContext.create(ticket);
    event({ ...ticket, retryOf: first }, () => expect(getAttempt()).toBe(2));
    await tracing?.stop();
  });
});
