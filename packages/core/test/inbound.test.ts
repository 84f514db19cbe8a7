import { EventEmitter } from 'node:events';
import { SDK_LINES } from '@botanu-tooling/test-tracing';
import { context, propagation, trace } from '@opentelemetry/api';
import { bindListeners } from '../src/bound-emitter';
import { currentRun, getRunId } from '../src/context';
import { event } from '../src/event';
import { Inbound } from '../src/inbound';

const EVENT = { workflow: 'Support', eventId: 'e', customerId: 'c' };

describe.each(SDK_LINES)('a request, in $name', ({ start }) => {
  let tracing: ReturnType<typeof start>;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  it.each([
    ['GET', 'GET'],
    ['QUERY', 'QUERY'],
    ['get', '_OTHER'],
    ['BREW', '_OTHER'],
    ['', '_OTHER'],
  ])('of method "%s" is one of %s', (method, expected) => {
    const span = trace.getTracer('server').startSpan('request');
    context.with(trace.setSpan(context.active(), span), () =>
      new Inbound({ workflow: 'Support' }).receive({}, { headers: {}, method }),
    );
    span.end();
    expect(tracing.spanNamed('request').attributes['http.request.method']).toBe(expected);
  });

  it('inside a run of this process belongs to that run, whatever its headers say', () => {
    const inbound = new Inbound({ workflow: 'Support', trustInbound: false });
    event({ ...EVENT, workflow: 'Lambda' }, (run) => {
      const received = inbound.receive({}, { headers: { baggage: 'botanu.run_id=x,botanu.workflow=y' } });
      expect(received?.run).toBe(run);
      expect(received?.handle(getRunId)).toBe(run.runId);
    });
  });

  it('is met by two middlewares in one run', () => {
    const inbound = new Inbound({ workflow: 'Support' });
    const outer = inbound.receive({}, { headers: {} });
    outer?.begin({});
    const inner = outer?.handle(() => inbound.receive({}, { headers: {} }));
    inner?.begin({});
    expect(outer?.run?.workflow).toBe('Support');
    expect(inner?.run).toBe(outer?.run);
  });

  it('whose response is no response is handled all the same', () => {
    const received = new Inbound(EVENT).receive({}, { headers: {} });
    received?.openEvent({});
    received?.prepare({}, {});
    received?.observe({ headers: {} }, {}, () => undefined);
    expect(received?.handle(() => currentRun()?.eventId)).toBe('e');
  });

  it('whose connection was taken over for an upgrade ends with that connection', () => {
    const socket = new EventEmitter();
    const message = { headers: { upgrade: 'websocket' }, socket: socket as never };
    const received = new Inbound(EVENT).receive({}, message);
    received?.openEvent({});
    received?.observe(message, {}, () => undefined);
    expect(tracing.endedSpans()).toEqual([]);
    socket.emit('close');
    expect(tracing.spanNamed('botanu.run/Support').events.at(-1)?.attributes).toMatchObject({
      status: 'failure',
    });
  });

  it('leaves no listener on the connection', () => {
    const socket = new EventEmitter();
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    const message = { headers: { upgrade: 'h2c' }, socket: socket as never };
    const received = new Inbound(EVENT).receive({}, message);
    received?.openEvent({});
    received?.observe(message, response as never, () => undefined);
    response.emit('finish');
    response.emit('close');
    expect(socket.listenerCount('close')).toBe(0);
    expect(tracing.spanNamed('botanu.run/Support').events.at(-1)?.attributes).toMatchObject({
      status: 'success',
    });
  });

  it('that came too late for its response ends at once', () => {
    const received = new Inbound(EVENT).receive({}, { headers: {} });
    received?.openEvent({});
    received?.observe({ headers: {} }, { destroyed: true }, () => undefined);
    expect(tracing.spanNamed('botanu.run/Support').status.code).toBe(2);
  });

  describe('its listeners', () => {
    const KEY = Symbol('test');
    const seen = (): unknown => context.active().getValue(KEY);
    const within = <T>(value: string, fn: () => T): T =>
      context.with(context.active().setValue(KEY, value), fn);

    it('run where they were added, can be removed, and run once', () => {
      const emitter = new EventEmitter();
      bindListeners(emitter);
      bindListeners(emitter);
      const values: unknown[] = [];
      const listener = function (this: unknown, ...parameters: unknown[]): void {
        values.push(seen(), this === emitter, ...parameters);
      };
      within('on', () => emitter.on('x', listener));
      within('once', () => emitter.once('x', listener));
      within('first', () => emitter.prependListener('x', listener));
      within('first once', () => emitter.prependOnceListener('x', listener));
      emitter.emit('x', 1);
      expect(values).toEqual([
        ...['first once', true, 1],
        ...['first', true, 1],
        ...['on', true, 1],
        ...['once', true, 1],
      ]);
      expect(emitter.listenerCount('x')).toBe(2);
      emitter.off('x', listener).removeListener('x', listener);
      emitter.once('x', listener);
      emitter.removeListener('x', listener);
      expect(emitter.listenerCount('x')).toBe(0);
      expect(() => emitter.on('x', 'no function' as never)).toThrow('must be of type function');
      expect(() => emitter.once('x', 'no function' as never)).toThrow('must be of type function');
    });

    it('run there also where OpenTelemetry has bound them elsewhere, and can be removed', () => {
      const emitter = new EventEmitter();
      within('server span', () => context.bind(context.active(), emitter));
      bindListeners(emitter);
      const values: unknown[] = [];
      const listener = (): void => {
        values.push(seen());
      };
      within('run', () => emitter.on('x', listener));
      emitter.emit('x');
      emitter.removeListener('x', listener);
      emitter.emit('x');
      expect(values).toEqual(['run']);
    });

    it('go through what somebody else has put on the emitter', () => {
      const emitter = new EventEmitter();
      const added: unknown[] = [];
      const { on } = emitter;
      emitter.on = function (event, listener) {
        added.push(event);
        return on.call(this, event, listener);
      };
      bindListeners(emitter);
      let value: unknown;
      within('run', () =>
        emitter.on('x', () => {
          value = seen();
        }),
      );
      emitter.emit('x');
      expect([added, value]).toEqual([['x'], 'run']);
    });

    it('throw what they throw', () => {
      const emitter = new EventEmitter();
      bindListeners(emitter);
      emitter.on('x', () => {
        throw new RangeError('theirs');
      });
      expect(() => emitter.emit('x')).toThrow('theirs');
    });
  });

  it('keeps the other entries of a baggage that is not believed', () => {
    const inbound = new Inbound({ workflow: 'Support', trustInbound: false });
    const baggage = 'app.a=1,botanu.run_id=x,botanu.workflow=y,app.b=2';
    const received = inbound.receive({}, { headers: { baggage } });
    received?.begin({});
    const entries = propagation.getBaggage(received?.context as never)?.getAllEntries() ?? [];
    expect(entries.filter(([key]) => key.startsWith('app.')).map(([key]) => key)).toEqual(['app.a', 'app.b']);
    expect(received?.run?.runId).toMatch(/^[0-9a-f]{8}-/);
  });
});
