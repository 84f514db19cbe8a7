import { RunContext } from '../src';
import golden from './fixtures/run-context-baggage.json';
import { untilAborted } from './fixtures/until-aborted';

interface GoldenContext {
  run_id: string;
  workflow: string;
  event_id: string;
  customer_id: string;
  environment: string;
  tenant_id?: string | null;
  parent_run_id?: string | null;
  root_run_id?: string | null;
  attempt?: number;
  retry_of_run_id?: string | null;
  deadline?: number | null;
  cancelled?: boolean;
}

const MS_PER_SECOND = 1000;

const writeCases = golden.write as unknown as { context: GoldenContext; baggage: Record<string, string> }[];
const readCases = golden.read as unknown as {
  baggage: Record<string, string>;
  context: GoldenContext | null;
}[];

function goldenFieldsOf(run: RunContext | undefined): GoldenContext | null {
  return run === undefined
    ? null
    : {
        run_id: run.runId,
        workflow: run.workflow,
        event_id: run.eventId,
        customer_id: run.customerId,
        environment: run.environment,
        tenant_id: run.tenantId ?? null,
        parent_run_id: run.parentRunId ?? null,
        root_run_id: run.rootRunId,
        attempt: run.attempt,
        retry_of_run_id: run.retryOfRunId ?? null,
        deadline: run.deadline === undefined ? null : run.deadline / MS_PER_SECOND,
        cancelled: run.cancelled,
      };
}

function runFromGolden(context: GoldenContext): RunContext {
  return RunContext.create({
    runId: context.run_id,
    workflow: context.workflow,
    eventId: context.event_id,
    customerId: context.customer_id,
    environment: context.environment,
    tenantId: context.tenant_id,
    parentRunId: context.parent_run_id ?? undefined,
    rootRunId: context.root_run_id ?? undefined,
    attempt: context.attempt,
    retryOfRunId: context.retry_of_run_id ?? undefined,
    deadline: context.deadline ? context.deadline * MS_PER_SECOND : undefined,
    cancelled: context.cancelled,
  });
}

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };

describe('the golden cases of the Python SDK', () => {
  it('holds what it should', () => {
    expect(writeCases).toHaveLength(60);
    expect(readCases).toHaveLength(18);
  });

  it.each(writeCases)('writes case %#', ({ context, baggage }) => {
    expect(runFromGolden(context).toBaggage()).toEqual(baggage);
  });

  it.each(writeCases)('reads back what it wrote: case %#', ({ context, baggage }) => {
    const again = RunContext.fromBaggage(baggage);
    expect(goldenFieldsOf(again)).toMatchObject({
      ...context,
      ...(context.deadline ? { deadline: Math.trunc(context.deadline * MS_PER_SECOND) / MS_PER_SECOND } : {}),
    });
    expect(again?.toBaggage()).toEqual(baggage);
  });

  it.each(readCases)('reads case %#', ({ baggage, context }) => {
    expect(goldenFieldsOf(RunContext.fromBaggage(baggage))).toEqual(context);
  });
});

describe('RunContext.create', () => {
  const variables = ['BOTANU_ENVIRONMENT', 'OTEL_DEPLOYMENT_ENVIRONMENT', 'DEPLOYMENT_ENVIRONMENT'] as const;
  const saved = variables.map((name) => [name, process.env[name]] as const);

  afterEach(() => {
    for (const [name, value] of saved) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  });

  it('takes the environment from the options, then from the variables in their order, then production', () => {
    for (const name of variables) {
      process.env[name] = `from ${name}`;
    }
    expect(RunContext.create({ ...ticket, environment: 'staging' }).environment).toBe('staging');
    for (const name of variables) {
      expect(RunContext.create(ticket).environment).toBe(`from ${name}`);
      delete process.env[name];
    }
    expect(RunContext.create(ticket).environment).toBe('production');
  });

  it('goes on where the process environment may not be read', () => {
    const original = Object.getOwnPropertyDescriptor(process, 'env') as PropertyDescriptor;
    const locked = new Proxy(
      {},
      {
        get() {
          throw new Error('Requires env access');
        },
      },
    );
    Object.defineProperty(process, 'env', { configurable: true, value: locked });
    try {
      expect(RunContext.create(ticket).environment).toBe('production');
      expect(RunContext.create({ ...ticket, environment: 'staging' }).environment).toBe('staging');
    } finally {
      Object.defineProperty(process, 'env', original);
    }
  });

  it('turns numbers and bigints into text', () => {
    const run = RunContext.create({ eventId: 42, customerId: 7n, workflow: 'Support', tenantId: 0 });
    expect(run).toMatchObject({ eventId: '42', customerId: '7', tenantId: '0' });
    expect(run.attributionError).toBeUndefined();
  });

  it('makes ids well-formed, since a lone surrogate makes propagators throw', () => {
    const run = RunContext.create({ ...ticket, customerId: 'a\uD800b' });
    expect(run.customerId).toBe('a\uFFFDb');
  });

  it.each([undefined, null, '', Number.NaN, Number.POSITIVE_INFINITY, {} as never, Symbol('id') as never])(
    'names the keys that %p leaves empty',
    (missing) => {
      const run = RunContext.create({ eventId: missing, customerId: missing, workflow: missing });
      expect(run).toMatchObject({ eventId: '', customerId: '', workflow: 'unknown' });
      expect(run.attributionError).toBe('botanu.workflow,botanu.event_id,botanu.customer_id');
      expect(Object.keys(run.toBaggage()).sort()).toEqual([
        'botanu.environment',
        'botanu.run_id',
        'botanu.workflow',
      ]);
    },
  );

  it('drops an id that is longer than 512 bytes percent-encoded, and names it', () => {
    expect(RunContext.create({ ...ticket, eventId: 'x'.repeat(512) }).eventId).toHaveLength(512);
    expect(RunContext.create({ ...ticket, eventId: 'x'.repeat(513) })).toMatchObject({
      eventId: '',
      attributionError: 'botanu.event_id',
    });
    // Nine percent-encoded bytes each.
    expect(RunContext.create({ ...ticket, tenantId: '注'.repeat(56) }).tenantId).toBe('注'.repeat(56));
    expect(RunContext.create({ ...ticket, tenantId: '注'.repeat(57) })).toMatchObject({
      tenantId: undefined,
      attributionError: 'botanu.tenant_id',
    });
  });

  it('names an environment that cannot be sent, and takes the next one', () => {
    expect(RunContext.create({ ...ticket, environment: 'x'.repeat(513) })).toMatchObject({
      environment: 'production',
      attributionError: 'botanu.environment',
    });
    expect(RunContext.create({ ...ticket, environment: '' }).attributionError).toBeUndefined();
  });

  it('sets the deadline from timeoutMs, and takes no timeout that is none', () => {
    const before = Date.now();
    const { deadline } = RunContext.create({ ...ticket, timeoutMs: 30_000 });
    expect(deadline).toBeGreaterThanOrEqual(before + 30_000);
    expect(deadline).toBeLessThanOrEqual(Date.now() + 30_000);
    for (const timeoutMs of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY, '5' as never]) {
      expect(RunContext.create({ ...ticket, timeoutMs }).deadline).toBeUndefined();
    }
  });
});

describe('RunContext.createRetry', () => {
  it('counts the attempt up under the same root', () => {
    const first = RunContext.create({
      ...ticket,
      tenantId: 'org',
      environment: 'staging',
      parentRunId: 'outer',
    });
    const second = RunContext.createRetry(first);
    const third = RunContext.createRetry(second);
    expect(second).toMatchObject({
      ...ticket,
      tenantId: 'org',
      environment: 'staging',
      parentRunId: 'outer',
      attempt: 2,
      retryOfRunId: first.runId,
      rootRunId: first.runId,
    });
    expect(third).toMatchObject({ attempt: 3, retryOfRunId: second.runId, rootRunId: first.runId });
    expect(third.runId > second.runId).toBe(true);
  });

  it('never counts beyond 10,000', () => {
    expect(RunContext.createRetry(RunContext.create({ ...ticket, attempt: 10_000 })).attempt).toBe(10_000);
  });
});

describe('RunContext.fromBaggage', () => {
  const base = { 'botanu.run_id': 'r', 'botanu.workflow': 'W' };

  it.each([
    ['0', 1],
    ['-3', 1],
    ['10001', 10_000],
    ['99999999999999999999', 10_000],
    ['1e3', 1],
    ['+2', 2],
  ])('bounds the attempt %s to %d', (text, attempt) => {
    expect(RunContext.fromBaggage({ ...base, 'botanu.attempt': text })?.attempt).toBe(attempt);
  });

  it.each(['-1', '0', '1e300', 'Infinity', 'NaN', '253402300800000'])('ignores the deadline %s', (text) => {
    expect(RunContext.fromBaggage({ ...base, 'botanu.deadline': text })?.deadline).toBeUndefined();
  });

  it('takes no id that is too long', () => {
    expect(RunContext.fromBaggage({ ...base, 'botanu.run_id': 'x'.repeat(600) })).toBeUndefined();
    expect(RunContext.fromBaggage({ ...base, 'botanu.customer_id': 'x'.repeat(600) })?.customerId).toBe('');
  });
});

describe('cancellation and deadline', () => {
  it('fires the signal with the given reason, once', () => {
    const run = RunContext.create(ticket);
    expect(run.isCancelled()).toBe(false);
    const reason = new Error('the customer hung up');
    run.requestCancellation(reason);
    run.requestCancellation(new Error('again'));
    expect(run).toMatchObject({ cancelled: true });
    expect(run.isCancelled()).toBe(true);
    expect(run.cancelledAt).toBeLessThanOrEqual(Date.now());
    expect(run.signal.aborted).toBe(true);
    expect(run.signal.reason).toBe(reason);
  });

  it('fires a signal that was read before', () => {
    const run = RunContext.create(ticket);
    const { signal } = run;
    const listener = jest.fn();
    signal.addEventListener('abort', listener);
    run.requestCancellation();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(signal.reason).toMatchObject({ name: 'AbortError' });
  });

  it('fires the signal at the deadline', async () => {
    const run = RunContext.create({ ...ticket, timeoutMs: 250 });
    expect(run.isPastDeadline()).toBe(false);
    expect(run.remainingTimeMs()).toBeGreaterThan(0);
    await untilAborted(run.signal);
    expect(run.signal.reason).toMatchObject({ name: 'TimeoutError' });
    expect(run.isPastDeadline()).toBe(true);
    expect(run.isCancelled()).toBe(true);
    expect(run.remainingTimeMs()).toBe(0);
    expect(run.cancelled).toBe(false);
  });

  describe('the timer of the deadline', () => {
    let setTimer: jest.SpiedFunction<typeof setTimeout>;
    beforeEach(() => {
      setTimer = jest.spyOn(globalThis, 'setTimeout');
    });
    afterEach(() => setTimer.mockRestore());

    it('is made when the signal is read, once, and keeps no process alive', () => {
      const run = RunContext.create({ ...ticket, timeoutMs: 60_000 });
      expect(setTimer).not.toHaveBeenCalled();
      expect(run.signal).toBe(run.signal);
      expect(setTimer).toHaveBeenCalledTimes(1);
      const timer = setTimer.mock.results[0]?.value as NodeJS.Timeout;
      expect(timer.hasRef()).toBe(false);
      clearTimeout(timer);
    });

    it('does not fire early where the deadline is further away than a timer can wait', async () => {
      const run = RunContext.create({ ...ticket, timeoutMs: 2 ** 33 });
      const { signal } = run;
      expect(setTimer.mock.calls[0]?.[1]).toBe(2 ** 31 - 1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(signal.aborted).toBe(false);
      clearTimeout(setTimer.mock.results[0]?.value as NodeJS.Timeout);
    });

    it('is not made without a deadline', () => {
      expect(RunContext.create(ticket).signal.aborted).toBe(false);
      expect(setTimer).not.toHaveBeenCalled();
    });
  });

  it('has no remaining time without a deadline', () => {
    const run = RunContext.create(ticket);
    expect(run.remainingTimeMs()).toBeUndefined();
    expect(run.isPastDeadline()).toBe(false);
    expect(run.signal.aborted).toBe(false);
  });

  it('writes the cancellation into the baggage', () => {
    const run = RunContext.create(ticket);
    expect(run.toBaggage()).not.toHaveProperty(['botanu.cancelled']);
    run.requestCancellation();
    expect(run.toBaggage()['botanu.cancelled']).toBe('true');
    expect(run.toSpanAttributes()).toMatchObject({ 'botanu.run.cancelled': true });
  });
});

describe('complete', () => {
  it('keeps what is known, and the last status', () => {
    const run = RunContext.create(ticket);
    expect(run.outcome).toBeUndefined();
    run.complete('partial', { valueType: 'tickets_resolved', valueAmount: 0.5 });
    run.complete('failure', { errorClass: 'RateLimitError' });
    expect(run.outcome).toEqual({
      status: 'failure',
      valueType: 'tickets_resolved',
      valueAmount: 0.5,
      errorClass: 'RateLimitError',
    });
  });
});
