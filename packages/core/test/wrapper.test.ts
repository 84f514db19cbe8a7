import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import ts from 'typescript';
import { botanuWorkflow, currentRun, event, type RunContext, step } from '../src';

interface Ticket {
  readonly id: string;
  readonly customerId: string;
}

const ticket: Ticket = { id: 'ticket-42', customerId: 'acme' };
const byTicket = {
  eventId: (given: Ticket) => given.id,
  customerId: (given: Ticket) => given.customerId,
  workflow: 'Support',
};
const RUN_SPAN = 'botanu.run/Support';

describe.each(SDK_LINES)('event(options) with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  it('makes each call of the wrapped function a run, whose ids come from the arguments', async () => {
    const answer = event({ ...byTicket, tenantId: (_: Ticket, words: number) => words })(
      async (given: Ticket, words: number) => `${given.id}: ${words} words in ${currentRun()?.eventId}`,
    );
    await expect(answer(ticket, 3)).resolves.toBe('ticket-42: 3 words in ticket-42');
    await answer({ id: 'ticket-43', customerId: 'globex' }, 4);
    expect(tracing.endedSpans().map((span) => span.attributes)).toMatchObject([
      { 'botanu.event_id': 'ticket-42', 'botanu.customer_id': 'acme', 'botanu.tenant_id': '3' },
      { 'botanu.event_id': 'ticket-43', 'botanu.customer_id': 'globex', 'botanu.tenant_id': '4' },
    ]);
  });

  it('keeps this, name and length', () => {
    const desk = {
      prefix: 'Re: ',
      answer: event(byTicket)(function answer(this: { prefix: string }, given: Ticket, _words: number) {
        return this.prefix + given.id;
      }),
    };
    expect(desk.answer(ticket, 5)).toBe('Re: ticket-42');
    expect([desk.answer.name, desk.answer.length]).toEqual(['answer', 2]);
  });

  it('goes on where a resolver throws, or gives nothing', () => {
    const answer = event({
      ...byTicket,
      customerId: (_: Ticket): string => {
        throw new Error('no');
      },
    })((given: Ticket) => given.id);
    expect(answer(ticket)).toBe('ticket-42');
    expect(tracing.spanNamed(RUN_SPAN).attributes['botanu.attribution_error']).toBe('botanu.customer_id');
  });

  it('names the version of the source, the same for all calls, unless one is given', () => {
    const answer = event(byTicket)((given: Ticket) => given.id);
    answer(ticket);
    answer(ticket);
    event({ ...byTicket, workflow: 'Other' })((given: Ticket) => `${given.id}!`)(ticket);
    event({ ...byTicket, workflow: 'Stated', workflowVersion: '7' })((given: Ticket) => given.id)(ticket);
    const versions = tracing.endedSpans().map((span) => span.attributes['botanu.workflow.version']);
    expect(versions[0]).toMatch(/^v:[0-9a-f]{12}$/);
    expect(versions[1]).toBe(versions[0]);
    expect(versions[2]).toMatch(/^v:[0-9a-f]{12}$/);
    expect(versions[2]).not.toBe(versions[0]);
    expect(versions[3]).toBe('7');
  });

  it('computes that version once, at the first call', () => {
    const encode = jest.spyOn(TextEncoder.prototype, 'encode');
    try {
      const answer = event(byTicket)((given: Ticket) => given.id);
      expect(encode).not.toHaveBeenCalled();
      answer(ticket);
      answer(ticket);
      expect(encode.mock.calls.map(([source]) => source)).toEqual(['(given) => given.id']);
    } finally {
      encode.mockRestore();
    }
  });

  it('wraps generators', () => {
    const numbers = event(byTicket)(function* (_: Ticket) {
      yield 1;
      yield 2;
    });
    expect([...numbers(ticket)]).toEqual([1, 2]);
    expect(tracing.endedSpans()).toHaveLength(1);
  });

  it('is a TC39 method decorator', async () => {
    class Desk {
      readonly name = 'desk';
      @event(byTicket)
      async answer(given: Ticket): Promise<string> {
        await Promise.resolve();
        return `${this.name} ${given.id} ${currentRun()?.customerId}`;
      }
      @step('triage')
      triage(): string {
        return this.name;
      }
    }
    const desk = new Desk();
    await expect(desk.answer(ticket)).resolves.toBe('desk ticket-42 acme');
    expect(desk.triage()).toBe('desk');
    expect(Desk.prototype.answer.name).toBe('answer');
    expect(tracing.endedSpans().map((span) => span.name)).toEqual([RUN_SPAN, 'botanu.step/triage']);
  });

  it('is a legacy method decorator, as TypeScript compiles it', async () => {
    const { outputText } = ts.transpileModule(
      `
        class Desk {
          name = 'desk';
          @event(byTicket)
          async answer(given) { return this.name + ' ' + given.id; }
          @step('triage')
          static triage() { return 'static'; }
        }
        return Desk;
      `,
      { compilerOptions: { experimentalDecorators: true, target: ts.ScriptTarget.ES2022 } },
    );
    expect(outputText).toContain('__decorate');
    const Desk = new Function('event', 'step', 'byTicket', outputText)(event, step, byTicket);
    await expect(new Desk().answer(ticket)).resolves.toBe('desk ticket-42');
    expect(Desk.triage()).toBe('static');
    expect(tracing.endedSpans().map((span) => span.name)).toEqual([RUN_SPAN, 'botanu.step/triage']);
  });

  it('refuses at once what it cannot wrap', () => {
    expect(() => event(byTicket)(5 as never)).toThrow(
      'event({ ... }) wraps a function or a method, not: number',
    );
    expect(() => event(byTicket)(class {} as never, { kind: 'class' } as never)).toThrow('not: class');
    expect(() => event(byTicket)({}, 'field', undefined as never)).toThrow('not: undefined');
  });

  describe('botanuWorkflow()', () => {
    const options = { name: 'Support', eventId: byTicket.eventId, customerId: byTicket.customerId };

    it('always wraps, and never runs', () => {
      const fn = jest.fn((given: Ticket) => given.id);
      const wrapped = botanuWorkflow(options, fn);
      expect(fn).not.toHaveBeenCalled();
      expect(wrapped(ticket)).toBe('ticket-42');
      expect(botanuWorkflow(options)((given: Ticket) => given.customerId)(ticket)).toBe('acme');
      expect(tracing.endedSpans()).toHaveLength(2);
      expect(tracing.endedSpans()[0]?.name).toBe(RUN_SPAN);
    });

    it.each(['name', 'eventId', 'customerId'] as const)('throws at once where %s is absent', (key) => {
      const { [key]: _, ...incomplete } = options;
      expect(() => botanuWorkflow(incomplete as never)).toThrow(`botanuWorkflow() needs "${key}"`);
    });
  });
});

describe.each(SDK_LINES)('event.start() and step.start() with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  const options = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };
  const completed = () =>
    tracing.spanNamed(RUN_SPAN).events.find(({ name }) => name === 'botanu.run.completed')?.attributes;

  it('is current only inside with()', async () => {
    const scope = event.start(options);
    expect(currentRun()).toBeUndefined();
    await scope.with(async () => {
      await Promise.resolve();
      expect(currentRun()).toBe(scope.run);
    });
    expect(tracing.endedSpans()).toHaveLength(0);
    scope.end();
    scope.end();
    scope.fail(new Error('late'));
    expect(completed()).toMatchObject({ status: 'success' });
  });

  it('fails with fail()', () => {
    const scope = event.start(options);
    scope.fail(new RangeError('no'));
    expect(completed()).toMatchObject({ status: 'failure', error_class: 'RangeError' });
  });

  it('gives what the function gives', () => {
    const scope = event.start(options);
    const error = new Error('no');
    expect(scope.with(() => 7)).toBe(7);
    expect(() =>
      scope.with(() => {
        throw error;
      }),
    ).toThrow(error);
    scope.end();
  });

  function useScope(inside: (run: RunContext, end: () => void) => void): void {
    using scope = event.start(options);
    inside(scope.run, scope.end);
    expect(currentRun()).toBeUndefined();
  }

  it('ends with using, as a failure where nothing said how it went', () => {
    useScope(() => {});
    expect(completed()).toMatchObject({ status: 'failure' });
    expect(completed()).not.toHaveProperty('error_class');
  });

  it('ends with using as end() or complete() have said', () => {
    useScope((_, end) => end());
    expect(completed()).toMatchObject({ status: 'success' });
  });

  it('ends with using as complete() has said', () => {
    useScope((run) => run.complete('partial'));
    expect(completed()).toMatchObject({ status: 'partial' });
  });

  it('ends with await using', async () => {
    const inside = async (): Promise<void> => {
      await using scope = event.start(options);
      scope.end();
    };
    await inside();
    expect(completed()).toMatchObject({ status: 'success' });
  });

  it('ends a run that is an error where the code throws', () => {
    expect(() =>
      useScope(() => {
        throw new RangeError('no');
      }),
    ).toThrow(RangeError);
    expect(completed()).toMatchObject({ status: 'failure' });
  });

  it('works for steps', () => {
    const run = event.start(options);
    const phase = run.with(() => step.start('retrieval'));
    phase.with(() => expect(currentRun()).toBe(run.run));
    phase.end();
    run.end();
    expect(tracing.spanNamed('botanu.step/retrieval').parentSpanId).toBe(tracing.spanNamed(RUN_SPAN).spanId);
  });
});
