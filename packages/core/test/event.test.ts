import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, type DiagLogger, diag, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { currentRun, emitOutcome, event, getRunId, getWorkflow, type RunContext, step } from '../src';
import { getRuntime } from '../src/authoring';
import { untilAborted } from './fixtures/until-aborted';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };
const RUN_SPAN = 'botanu.run/Support';

function collectWarnings(): string[] {
  const warnings: string[] = [];
  const logger: DiagLogger = {
    error: () => {},
    warn: (message, ...parameters) => warnings.push([message, ...parameters].join(' ')),
    info: () => {},
    debug: () => {},
    verbose: () => {},
  };
  diag.setLogger(logger, { suppressOverrideMessage: true });
  getRuntime().warned.clear();
  getRuntime().warningCounts.clear();
  return warnings;
}

describe.each(SDK_LINES)('event() with $name', ({ start }) => {
  let tracing: TestTracing;
  let warnings: string[];
  beforeEach(() => {
    tracing = start();
    warnings = collectWarnings();
  });
  afterEach(async () => {
    diag.disable();
    await tracing.stop();
  });

  const completed = (name = RUN_SPAN) =>
    tracing.spanNamed(name).events.find((candidate) => candidate.name === 'botanu.run.completed')?.attributes;

  it('calls the function exactly once, with the run, and returns its value', () => {
    const fn = jest.fn((run: RunContext) => run.runId);
    const runId = event(ticket, fn);
    expect(fn).toHaveBeenCalledTimes(1);
    expect(tracing.spanNamed(RUN_SPAN).attributes['botanu.run_id']).toBe(runId);
  });

  it('writes the run span as the wire contract has it', () => {
    const before = Date.now();
    const run = event(
      { ...ticket, environment: 'staging', tenantId: 'org', workflowVersion: '7', timeoutMs: 60_000 },
      (current) => current,
    );
    const span = tracing.spanNamed(RUN_SPAN);
    expect(span.kind).toBe(SpanKind.SERVER);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.attributes).toEqual({
      'botanu.run_id': run.runId,
      'botanu.workflow': 'Support',
      'botanu.event_id': 'ticket-42',
      'botanu.customer_id': 'acme',
      'botanu.environment': 'staging',
      'botanu.tenant_id': 'org',
      'botanu.run.start_time': new Date(run.startTime).toISOString(),
      'botanu.workflow.version': '7',
      'botanu.run.deadline_ts': (run.deadline as number) / 1000,
      'botanu.run.duration_ms': run.durationMs,
    });
    expect(run.startTime).toBeGreaterThanOrEqual(before);
    expect(span.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['botanu.run.started', { run_id: run.runId, workflow: 'Support' }],
      [
        'botanu.run.completed',
        { run_id: run.runId, workflow: 'Support', status: 'success', duration_ms: run.durationMs },
      ],
    ]);
    expect(run.outcome).toMatchObject({ status: 'success' });
  });

  it('keeps sync code sync and ends the span before it returns', () => {
    expect(event(ticket, () => 7)).toBe(7);
    expect(tracing.endedSpans()).toHaveLength(1);
  });

  it('ends the span of an async function before the caller goes on', async () => {
    const promise = event(ticket, async () => {
      await Promise.resolve();
      return 7;
    });
    expect(promise).toBeInstanceOf(Promise);
    expect(tracing.endedSpans()).toHaveLength(0);
    await expect(promise).resolves.toBe(7);
    expect(tracing.endedSpans()).toHaveLength(1);
  });

  it.each([
    ['an error', new RangeError('secret content'), 'RangeError'],
    [
      'an error with a name of its own',
      Object.assign(new Error('x'), { name: 'RateLimitError' }),
      'RateLimitError',
    ],
    ['a subclass that keeps the name Error', new (class ApiError extends Error {})('x'), 'ApiError'],
    ['a string', 'just text', 'string'],
    ['null', null, 'null'],
    [
      'an object that throws when looked at',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no');
          },
          getPrototypeOf: () => {
            throw new Error('no');
          },
        },
      ),
      'unknown',
    ],
  ])('rethrows %s: the same object, with the span ended as a failure', (_, thrown, errorClass) => {
    let caught: unknown;
    try {
      event(ticket, () => {
        throw thrown;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught === thrown).toBe(true);
    const span = tracing.spanNamed(RUN_SPAN);
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.attributes['botanu.outcome.error_class']).toBe(errorClass);
    expect(completed()).toMatchObject({ status: 'failure', error_class: errorClass });
    expect(JSON.stringify(span.events)).not.toContain('secret content');
  });

  it('rejects with the same error object', async () => {
    const error = new TypeError('no');
    await expect(event(ticket, () => Promise.reject(error))).rejects.toBe(error);
    expect(completed()).toMatchObject({ status: 'failure', error_class: 'TypeError' });
  });

  it.each(['eventId', 'customerId', 'workflow'] as const)(
    'throws at once where %s is absent, and says what to write',
    (key) => {
      const { [key]: _, ...incomplete } = ticket;
      const fn = jest.fn();
      expect(() => event(incomplete as never, fn)).toThrow(TypeError);
      expect(() => event(incomplete as never, fn)).toThrow(`event() needs "${key}"`);
      expect(() => event(incomplete as never, fn)).toThrow('Write event({');
      expect(() => event(incomplete as never)).toThrow(TypeError);
      expect(() => event.start(incomplete as never)).toThrow(TypeError);
      expect(fn).not.toHaveBeenCalled();
      expect(tracing.endedSpans()).toHaveLength(0);
    },
  );

  it.each([undefined, null, 5, 'text'])('throws at once where the options are %p', (options) => {
    expect(() => event(options as never, () => 1)).toThrow(TypeError);
  });

  it('throws at once where there is no function', () => {
    expect(() => event(ticket, undefined as never)).toThrow('needs a function to run');
  });

  it.each([undefined, null, ''])(
    'never throws for a key that is %p: one warning, and the run is marked',
    (missing) => {
      for (let count = 0; count < 3; count += 1) {
        expect(event({ ...ticket, customerId: missing }, () => count)).toBe(count);
      }
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('BOTANU_ATTRIBUTION_INCOMPLETE');
      expect(warnings[0]).toContain('botanu.customer_id');
      expect(getRuntime().warningCounts.get('BOTANU_ATTRIBUTION_INCOMPLETE')).toBe(3);
      const [span] = tracing.endedSpans();
      expect(span?.attributes['botanu.attribution_error']).toBe('botanu.customer_id');
      expect(span?.attributes).not.toHaveProperty(['botanu.customer_id']);
    },
  );

  it('gives one warning for all the keys that are missing', () => {
    event({ eventId: undefined, customerId: null, workflow: '' }, () => {});
    expect(warnings).toHaveLength(1);
    expect(tracing.spanNamed('botanu.run/unknown').attributes['botanu.attribution_error']).toBe(
      'botanu.workflow,botanu.event_id,botanu.customer_id',
    );
  });

  it('turns numbers and bigints into text', () => {
    event({ eventId: 42, customerId: 9007199254740993n, workflow: 'Support' }, () => {});
    expect(tracing.spanNamed(RUN_SPAN).attributes).toMatchObject({
      'botanu.event_id': '42',
      'botanu.customer_id': '9007199254740993',
    });
  });

  it('makes the run current inside, across awaits, and only there', async () => {
    expect(currentRun()).toBeUndefined();
    await event(ticket, async (run) => {
      expect(currentRun()).toBe(run);
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(getRunId()).toBe(run.runId);
      expect(getWorkflow()).toBe('Support');
      expect(trace.getActiveSpan()?.isRecording()).toBe(true);
    });
    expect(currentRun()).toBeUndefined();
    expect(getRunId()).toBeUndefined();
    expect(getWorkflow()).toBeUndefined();
  });

  it('names the outer run as parent, and joins its trace', () => {
    event(ticket, (outer) => {
      event({ ...ticket, workflow: 'Inner' }, (inner) => {
        expect(inner.parentRunId).toBe(outer.runId);
        expect(inner.rootRunId).toBe(inner.runId);
        expect(inner.runId > outer.runId).toBe(true);
      });
      expect(currentRun()).toBe(outer);
    });
    const inner = tracing.spanNamed('botanu.run/Inner');
    const outer = tracing.spanNamed(RUN_SPAN);
    expect(inner.parentSpanId).toBe(outer.spanId);
    expect(inner.traceId).toBe(outer.traceId);
    expect(inner.attributes['botanu.parent_run_id']).toBe(outer.attributes['botanu.run_id']);
  });

  it('takes no parent from a run without an event id', () => {
    event({ ...ticket, eventId: undefined }, () => {
      event({ ...ticket, workflow: 'Inner' }, (inner) => expect(inner.parentRunId).toBeUndefined());
    });
  });

  it('counts a retry up, under the same root', () => {
    const first = event(ticket, (run) => run);
    const second = event({ ...ticket, retryOf: first }, (run) => run);
    expect(second).toMatchObject({ attempt: 2, retryOfRunId: first.runId, rootRunId: first.runId });
    expect(tracing.endedSpans()[1]?.attributes).toMatchObject({
      'botanu.attempt': 2,
      'botanu.retry_of_run_id': first.runId,
      'botanu.root_run_id': first.runId,
    });
  });

  it('takes another kind of span', () => {
    event({ ...ticket, spanKind: SpanKind.CONSUMER }, () => {});
    expect(tracing.spanNamed(RUN_SPAN).kind).toBe(SpanKind.CONSUMER);
  });

  describe('status', () => {
    it('is timeout when the run throws its own deadline', async () => {
      const promise = event({ ...ticket, timeoutMs: 10 }, async (run) => {
        await untilAborted(run.signal);
        run.signal.throwIfAborted();
      });
      await expect(promise).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(completed()).toMatchObject({ status: 'timeout', error_class: 'TimeoutError' });
      expect(tracing.spanNamed(RUN_SPAN).status.code).toBe(SpanStatusCode.ERROR);
    });

    it('is canceled when the run throws its own cancellation, and that is no error', () => {
      const reason = new Error('hung up');
      expect(() =>
        event(ticket, (run) => {
          run.requestCancellation(reason);
          run.signal.throwIfAborted();
        }),
      ).toThrow(reason);
      expect(completed()).toMatchObject({ status: 'canceled' });
      const span = tracing.spanNamed(RUN_SPAN);
      expect(span.status.code).toBe(SpanStatusCode.UNSET);
      expect(span.attributes['botanu.run.cancelled']).toBe(true);
      expect(span.attributes['botanu.run.cancelled_at']).toBeCloseTo(Date.now() / 1000, 0);
    });

    it('is failure when something else is thrown, also after a cancellation', () => {
      expect(() =>
        event(ticket, (run) => {
          run.requestCancellation();
          throw new RangeError('other');
        }),
      ).toThrow(RangeError);
      expect(completed()).toMatchObject({ status: 'failure' });
    });

    it('is success for a normal return past the deadline', async () => {
      await event({ ...ticket, timeoutMs: 1 }, () => new Promise((resolve) => setTimeout(resolve, 10)));
      expect(completed()).toMatchObject({ status: 'success' });
    });

    it('is what complete() says, whatever happens', () => {
      expect(() =>
        event(ticket, (run) => {
          run.complete('partial', {
            reasonCode: 'no_citations',
            valueType: 'tickets',
            valueAmount: 0.5,
            confidence: 0.7,
          });
          throw new RangeError('late');
        }),
      ).toThrow(RangeError);
      expect(completed()).toMatchObject({ status: 'partial', value_type: 'tickets', value_amount: 0.5 });
      const span = tracing.spanNamed(RUN_SPAN);
      expect(span.status.code).toBe(SpanStatusCode.UNSET);
      expect(span.attributes).toMatchObject({
        'botanu.outcome.reason_code': 'no_citations',
        'botanu.outcome.value_type': 'tickets',
        'botanu.outcome.value_amount': 0.5,
        'botanu.outcome.confidence': 0.7,
        'botanu.outcome.error_class': 'RangeError',
      });
      expect(span.attributes).not.toHaveProperty(['botanu.outcome.status']);
    });

    it('is none with autoOutcomeOnSuccess off', () => {
      event({ ...ticket, autoOutcomeOnSuccess: false }, () => {});
      expect(completed()).not.toHaveProperty('status');
    });
  });

  describe('waitUntil', () => {
    it('keeps the run open for work that goes on, without making the caller wait', async () => {
      let finish: () => void = () => {};
      const work = new Promise<void>((resolve) => {
        finish = resolve;
      });
      expect(
        event(ticket, (run) => {
          run.waitUntil(work);
          return 'answer';
        }),
      ).toBe('answer');
      expect(tracing.endedSpans()).toHaveLength(0);
      finish();
      await work;
      await Promise.resolve();
      expect(completed()).toMatchObject({ status: 'success' });
    });

    it('swallows errors, and names their class', async () => {
      const unhandled = jest.fn();
      process.on('unhandledRejection', unhandled);
      try {
        event(ticket, (run) => run.waitUntil(Promise.reject(new RangeError('background'))));
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(completed()).toMatchObject({ status: 'success', error_class: 'RangeError' });
        expect(unhandled).not.toHaveBeenCalled();
      } finally {
        process.off('unhandledRejection', unhandled);
      }
    });
  });

  describe('outcomes', () => {
    it('are on the current span, on the run, and in its completion', () => {
      const run = event(ticket, (current) => {
        step('generation', () =>
          emitOutcome({
            valueType: 'tickets_resolved',
            valueAmount: 1,
            confidence: 0.92,
            reason: 'answered',
            errorType: 'None',
            metadata: { batch: 'b-1', size: 3, ok: true, list: [1, 2], big: 5n, nothing: null },
          }),
        );
        return current;
      });
      const stepSpan = tracing.spanNamed('botanu.step/generation');
      expect(stepSpan.attributes).toMatchObject({
        'botanu.outcome.value_type': 'tickets_resolved',
        'botanu.outcome.value_amount': 1,
        'botanu.outcome.confidence': 0.92,
        'botanu.outcome.reason': 'answered',
        'botanu.outcome.error_type': 'None',
        'botanu.outcome.metadata.batch': 'b-1',
        'botanu.outcome.metadata.size': 3,
        'botanu.outcome.metadata.ok': true,
        'botanu.outcome.metadata.list': '[1,2]',
        'botanu.outcome.metadata.big': '5',
      });
      expect(stepSpan.attributes).not.toHaveProperty(['botanu.outcome.metadata.nothing']);
      expect(stepSpan.events[0]).toMatchObject({
        name: 'botanu.outcome_emitted',
        attributes: { value_type: 'tickets_resolved', value_amount: 1, error_type: 'None' },
      });
      expect(run.outcome).toMatchObject({
        valueType: 'tickets_resolved',
        valueAmount: 1,
        confidence: 0.92,
        status: 'success',
      });
      expect(completed()).toMatchObject({ value_type: 'tickets_resolved', value_amount: 1 });
    });

    it('accept a leading status word, and never stamp it', () => {
      event(ticket, () => emitOutcome('success', { valueType: 'tickets' }));
      const { attributes } = tracing.spanNamed(RUN_SPAN);
      expect(attributes['botanu.outcome.value_type']).toBe('tickets');
      expect(attributes).not.toHaveProperty(['botanu.outcome.status']);
    });

    it('leave out what is no number, with a warning, and never throw', () => {
      const cyclic: Record<string, unknown> = {};
      cyclic.self = cyclic;
      event(ticket, () => {
        emitOutcome({ valueAmount: Number.NaN, confidence: 1.5, metadata: { cyclic, fine: 1 } });
        emitOutcome(undefined as never);
      });
      const { attributes } = tracing.spanNamed(RUN_SPAN);
      expect(attributes).not.toHaveProperty(['botanu.outcome.value_amount']);
      expect(attributes).not.toHaveProperty(['botanu.outcome.confidence']);
      expect(attributes['botanu.outcome.metadata.fine']).toBe(1);
      expect(warnings.some((warning) => warning.includes('confidence'))).toBe(true);
    });

    it('do nothing outside a run', () => {
      expect(() => emitOutcome({ valueType: 'x' })).not.toThrow();
    });
  });

  describe('step()', () => {
    it('is a span of its own, inside the run, with the same guarantees', async () => {
      const error = new RangeError('no');
      await event(ticket, async () => {
        expect(step('retrieval', () => 7)).toBe(7);
        await expect(step('generation', () => Promise.reject(error))).rejects.toBe(error);
        trace.getTracer('app').startSpan('plain').end();
      });
      const run = tracing.spanNamed(RUN_SPAN);
      const retrieval = tracing.spanNamed('botanu.step/retrieval');
      expect(retrieval).toMatchObject({ kind: SpanKind.INTERNAL, parentSpanId: run.spanId });
      expect(retrieval.attributes).toEqual({ 'botanu.step': 'retrieval' });
      expect(tracing.spanNamed('botanu.step/generation').status.code).toBe(SpanStatusCode.ERROR);
    });

    it('is a plain span outside a run', () => {
      step('alone', () => expect(currentRun()).toBeUndefined());
      expect(tracing.spanNamed('botanu.step/alone').parentSpanId).toBeUndefined();
    });

    it('takes a name that is none, with a warning', () => {
      expect(step(undefined as never, () => 1)).toBe(1);
      expect(tracing.spanNamed('botanu.step/unnamed')).toBeDefined();
      expect(warnings).toHaveLength(1);
    });

    it('throws where there is no function', () => {
      expect(() => step('retrieval', 5 as never)).toThrow(TypeError);
    });
  });

  it('keeps runs apart that are interleaved', async () => {
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        event({ ...ticket, eventId: index }, async (run) => {
          for (let turn = 0; turn < 3; turn += 1) {
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
            expect(currentRun()).toBe(run);
            expect(context.active()).not.toBe(undefined);
          }
        }),
      ),
    );
    expect(new Set(tracing.endedSpans().map((span) => span.attributes['botanu.run_id'])).size).toBe(200);
  });
});
