import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, propagation, ROOT_CONTEXT, type TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { event, getBaggage, RunContext, step, withBaggage } from '../src';
import { contextWithRun, contextWithStep, runAttributesOf, runOf } from '../src/authoring';

const propagator: TextMapPropagator = new W3CBaggagePropagator();
const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support', environment: 'test' };

function throughTheWire(sent: ReturnType<typeof contextWithRun>) {
  const carrier: Record<string, string> = {};
  propagator.inject(sent, carrier, { set: (target, key, value) => Object.assign(target, { [key]: value }) });
  const received = propagator.extract(ROOT_CONTEXT, carrier, {
    get: (source, key) => (source as Record<string, string>)[key],
    keys: (source) => Object.keys(source as object),
  });
  return { header: carrier.baggage ?? '', received };
}

/** Well-formed text whose percent-encoding is at most 512 bytes. */
const fittingText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 120 })
  .map((text) => text.replace(/\p{Surrogate}/gu, ''))
  .filter((text) => text !== '' && encodeURIComponent(text).length <= 512);

describe('a run in W3C Baggage', () => {
  it('is read back through the real W3C propagator, whatever the texts are', () => {
    const runs = fc.record({
      eventId: fittingText,
      customerId: fittingText,
      workflow: fittingText,
      environment: fittingText,
      tenantId: fc.option(fittingText, { nil: undefined }),
      attempt: fc.integer({ min: 1, max: 10_000 }),
      deadline: fc.option(fc.integer({ min: 1, max: 4_102_444_800_000 }), { nil: undefined }),
      cancelled: fc.boolean(),
    });
    fc.assert(
      fc.property(runs, fittingText, (fields, stepName) => {
        const run = RunContext.create(fields);
        const sent = contextWithStep(contextWithRun(ROOT_CONTEXT, run), stepName);
        const { received } = throughTheWire(sent);
        const read = runOf(received);
        expect(read).toMatchObject({ ...fields, runId: run.runId, rootRunId: run.rootRunId });
        expect(read?.toBaggage()).toEqual(run.toBaggage());
        expect(runAttributesOf(received)).toEqual(runAttributesOf(sent));
        expect(runAttributesOf(received)).toMatchObject({ 'botanu.step': stepName });
      }),
    );
  });

  it('comes first in the header, before what the application put there', () => {
    const application = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ channel: { value: 'email' } }),
    );
    const { header } = throughTheWire(contextWithRun(application, RunContext.create(ticket)));
    expect(header).toMatch(/^botanu\.run_id=[^,]+,botanu\.workflow=Support,/);
    expect(header).toMatch(/,channel=email$/);
  });

  it('survives an application that fills the header', () => {
    const huge = Object.fromEntries(
      Array.from({ length: 170 }, (_, index) => [`key-${index}`, { value: 'x'.repeat(100) }]),
    );
    const application = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(huge));
    const longest = {
      eventId: 'e'.repeat(512),
      customerId: 'c'.repeat(512),
      tenantId: 't'.repeat(512),
      workflow: 'w'.repeat(512),
    };
    const run = RunContext.create(longest);
    const { received } = throughTheWire(contextWithRun(application, run));
    expect(runOf(received)).toMatchObject({ ...longest, runId: run.runId });
  });

  it('keeps the application entries, with their metadata, and drops those of an outer run', () => {
    const outer = contextWithStep(
      contextWithRun(ROOT_CONTEXT, RunContext.create({ ...ticket, tenantId: 'outer' })),
      'outer step',
    );
    const withEntry = propagation.setBaggage(
      outer,
      (propagation.getBaggage(outer) as NonNullable<ReturnType<typeof propagation.getBaggage>>).setEntry(
        'channel',
        { value: 'email' },
      ),
    );
    const inner = contextWithRun(withEntry, RunContext.create({ ...ticket, eventId: 'inner' }));
    const entries = Object.fromEntries(propagation.getBaggage(inner)?.getAllEntries() ?? []);
    expect(entries.channel).toEqual({ value: 'email' });
    expect(entries['botanu.event_id']).toEqual({ value: 'inner' });
    expect(entries).not.toHaveProperty(['botanu.tenant_id']);
    expect(entries).not.toHaveProperty(['botanu.step']);
  });

  it('behaves like any other Baggage when others change it', () => {
    const run = RunContext.create(ticket);
    const baggage = propagation.getBaggage(contextWithRun(ROOT_CONTEXT, run));
    if (baggage === undefined) {
      throw new Error('no baggage');
    }
    const changed = baggage.setEntry('channel', { value: 'email' }).removeEntry('absent');
    expect(changed.getEntry('channel')).toEqual({ value: 'email' });
    expect(changed.getEntry('botanu.run_id')).toEqual({ value: run.runId });
    expect(baggage.getEntry('channel')).toBeUndefined();
    expect(
      changed
        .removeEntries('channel', 'botanu.run_id')
        .getAllEntries()
        .map(([key]) => key),
    ).toEqual(['botanu.workflow', 'botanu.event_id', 'botanu.customer_id', 'botanu.environment']);
    expect(changed.setEntry('botanu.customer_id', { value: 'other' }).getEntry('botanu.customer_id')).toEqual(
      { value: 'other' },
    );
    expect(changed.clear().getAllEntries()).toEqual([]);
  });

  it('builds its entries anew after a cancellation', () => {
    const run = RunContext.create(ticket);
    const runContext = contextWithRun(ROOT_CONTEXT, run);
    expect(throughTheWire(runContext).header).not.toContain('botanu.cancelled');
    run.requestCancellation();
    expect(throughTheWire(runContext).header).toContain('botanu.cancelled=true');
  });

  it('builds its entries only when somebody asks for them, and once', () => {
    const build = jest.spyOn(RunContext.prototype, 'toBaggage');
    try {
      const runContext = contextWithRun(ROOT_CONTEXT, RunContext.create(ticket));
      expect(runOf(runContext)?.eventId).toBe('ticket-42');
      expect(runAttributesOf(runContext)).toMatchObject({ 'botanu.event_id': 'ticket-42' });
      expect(build).not.toHaveBeenCalled();
      throughTheWire(runContext);
      throughTheWire(runContext);
      expect(build).toHaveBeenCalledTimes(1);
    } finally {
      build.mockRestore();
    }
  });

  it('decides: the live run counts only while the baggage beside it carries its id', () => {
    const run = RunContext.create(ticket);
    const runContext = contextWithRun(ROOT_CONTEXT, run);
    expect(runOf(runContext)).toBe(run);
    expect(runOf(propagation.deleteBaggage(runContext))).toBeUndefined();
    const entries = Object.fromEntries(propagation.getBaggage(runContext)?.getAllEntries() ?? []);
    expect(runOf(propagation.setBaggage(runContext, propagation.createBaggage(entries)))).toBe(run);
    const other = { ...entries, 'botanu.run_id': { value: 'another' } };
    expect(runOf(propagation.setBaggage(runContext, propagation.createBaggage(other)))?.runId).toBe(
      'another',
    );
  });
});

describe.each(SDK_LINES)('with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());

  it('getBaggage reads our entries and those of the application', async () => {
    await withBaggage({ channel: 'email', 'botanu.run_id': 'forged', empty: '' }, async () => {
      expect(getBaggage('botanu.run_id')).toBeUndefined();
      await event(ticket, async (run) => {
        await Promise.resolve();
        expect(getBaggage('botanu.run_id')).toBe(run.runId);
        expect(getBaggage('botanu.event_id')).toBe('ticket-42');
        expect(getBaggage('channel')).toBe('email');
        expect(getBaggage('empty')).toBeUndefined();
        step('retrieval', () => expect(getBaggage('botanu.step')).toBe('retrieval'));
        expect(getBaggage('botanu.step')).toBeUndefined();
      });
    });
    expect(getBaggage('channel')).toBeUndefined();
  });

  it('propagates through the global propagator, lone surrogates included', () => {
    event({ ...ticket, customerId: 'a\uDC00' }, () => {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      expect(carrier.baggage).toContain('botanu.customer_id=a%EF%BF%BD');
    });
  });
});
