import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import {
  type Context,
  type ContextManager,
  context,
  diag,
  ROOT_CONTEXT,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { currentRun, emitOutcome, event, RunContext, step } from '../src';
import { getRuntime } from '../src/authoring';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };

describe('without any OpenTelemetry SDK', () => {
  it('runs everything, with a run that is not current anywhere', async () => {
    const run = event(ticket, (current) => {
      expect(currentRun()).toBeUndefined();
      emitOutcome({ valueType: 'tickets' });
      return step('retrieval', () => current);
    });
    expect(run).toBeInstanceOf(RunContext);
    await expect(event(ticket, async () => 7)).resolves.toBe(7);
    const error = new Error('no');
    expect(() =>
      event(ticket, () => {
        throw error;
      }),
    ).toThrow(error);
  });
});

describe.each(SDK_LINES)('with $name', ({ start }) => {
  let tracing: TestTracing | undefined;
  beforeEach(() => {
    diag.setLogger(
      { error() {}, warn() {}, info() {}, debug() {}, verbose() {} },
      { suppressOverrideMessage: true },
    );
  });
  afterEach(async () => {
    await tracing?.stop();
    tracing = undefined;
    diag.disable();
  });

  const broken = () => {
    throw new Error('a broken processor');
  };

  it.each(['onStart', 'onEnd'] as const)(
    'a processor whose %s throws changes nothing for the application',
    async (hook) => {
      tracing = start({
        processors: [
          {
            onStart: () => {},
            onEnd: () => {},
            forceFlush: async () => {},
            shutdown: async () => {},
            [hook]: broken,
          },
        ],
      });
      const fn = jest.fn(() => 7);
      expect(event(ticket, fn)).toBe(7);
      expect(fn).toHaveBeenCalledTimes(1);
      await expect(event(ticket, async () => step('s', () => 8))).resolves.toBe(8);
      const error = new Error('no');
      expect(() =>
        event(ticket, () => {
          throw error;
        }),
      ).toThrow(error);
      expect(getRuntime().warningCounts.get('BOTANU_TELEMETRY_FAILED')).toBeGreaterThan(0);
    },
  );

  it('works without a context manager', async () => {
    tracing = start({ contextManager: false });
    await expect(event(ticket, async (run) => run.eventId)).resolves.toBe('ticket-42');
    expect(tracing.spanNamed('botanu.run/Support').attributes['botanu.event_id']).toBe('ticket-42');
  });

  it('asks the provider again when it is replaced', async () => {
    tracing = start();
    event(ticket, () => {});
    expect(tracing.endedSpans()).toHaveLength(1);
    await tracing.stop();
    tracing = start();
    event(ticket, () => {});
    expect(tracing.endedSpans()).toHaveLength(1);
  });

  it('makes its spans with the provider in the slot, where there is one', async () => {
    tracing = start();
    const names: string[] = [];
    const provider: TracerProvider = {
      getTracer: () => ({
        startSpan: (name: string) => {
          names.push(name);
          return trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
        },
        startActiveSpan: broken,
      }),
    };
    getRuntime().tracerProvider = provider;
    try {
      event(ticket, () => {});
    } finally {
      getRuntime().tracerProvider = undefined;
    }
    expect(names).toEqual(['botanu.run/Support']);
    expect(tracing.endedSpans()).toHaveLength(0);
  });
});

describe('a context manager that fails', () => {
  class FailingContextManager implements ContextManager {
    constructor(private readonly when: 'before' | 'after') {}
    active(): Context {
      return ROOT_CONTEXT;
    }
    with<A extends unknown[], F extends (...parameters: A) => ReturnType<F>>(
      _: Context,
      fn: F,
      self?: ThisParameterType<F>,
      ...parameters: A
    ): ReturnType<F> {
      if (this.when === 'after') {
        fn.call(self as never, ...parameters);
      }
      throw new Error('a broken context manager');
    }
    bind<T>(_: Context, target: T): T {
      return target;
    }
    enable(): this {
      return this;
    }
    disable(): this {
      return this;
    }
  }

  afterEach(() => context.disable());

  it.each(['before', 'after'] as const)(
    '%s the call: the function runs exactly once, and its value is returned',
    (when) => {
      context.setGlobalContextManager(new FailingContextManager(when));
      const fn = jest.fn(() => 7);
      expect(event(ticket, fn)).toBe(7);
      expect(fn).toHaveBeenCalledTimes(1);
      const error = new Error('no');
      const failing = jest.fn(() => {
        throw error;
      });
      expect(() => event(ticket, failing)).toThrow(error);
      expect(failing).toHaveBeenCalledTimes(1);
    },
  );
});

describe('the hook before the first event', () => {
  it('is called once, and may fail', () => {
    const hook = jest.fn(() => {
      throw new Error('no');
    });
    getRuntime().beforeFirstEvent = hook;
    expect(event(ticket, () => 1)).toBe(1);
    expect(event(ticket, () => 2)).toBe(2);
    expect(hook).toHaveBeenCalledTimes(1);
  });
});

describe('two copies of the package in one process', () => {
  it('share one run context, and one sequence of run ids', async () => {
    const tracing = SDK_LINES[1]?.start();
    let other: typeof import('../src') | undefined;
    jest.isolateModules(() => {
      other = require('../src');
    });
    if (other === undefined || tracing === undefined) {
      throw new Error('not loaded');
    }
    const copy = other;
    expect(copy.RunContext).not.toBe(RunContext);
    event(ticket, (run) => {
      expect(copy.getRunId()).toBe(run.runId);
      expect(copy.currentRun()).toBe(run);
      copy.emitOutcome({ valueType: 'tickets_resolved' });
      copy.step('in the copy', () => expect(currentRun()).toBe(run));
      copy.event({ ...ticket, workflow: 'Inner' }, (inner) => {
        expect(inner.parentRunId).toBe(run.runId);
        expect(inner.runId > run.runId).toBe(true);
        expect(currentRun()).toBe(inner);
      });
      expect(run.outcome?.valueType).toBe('tickets_resolved');
    });
    await tracing.stop();
  });
});
