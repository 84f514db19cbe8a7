import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import {
  type Context,
  context,
  type DiagLogger,
  diag,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
} from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import {
  event,
  extractRunContext,
  getBaggage,
  injectRunContext,
  RunContext,
  step,
  withBaggage,
} from '../src';
import { contextWithRun, contextWithStep, getRuntime, runAttributesOf, runOf } from '../src/authoring';

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

function collectWarnings(): string[] {
  const warnings: string[] = [];
  const ignore = () => {};
  const warn = (...parameters: unknown[]) => warnings.push(parameters.join(' '));
  const logger: DiagLogger = { error: ignore, warn, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { suppressOverrideMessage: true });
  getRuntime().warned.clear();
  return warnings;
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
  afterEach(async () => {
    diag.disable();
    await tracing.stop();
  });

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

  describe('beside an application that fills the header', () => {
    // Percent-encoded three times as long, and still within 512 bytes.
    const longestText = 'é'.repeat(85);
    const longestRecord = {
      'botanu.run_id': longestText,
      'botanu.workflow': longestText,
      'botanu.event_id': longestText,
      'botanu.customer_id': longestText,
      'botanu.environment': longestText,
      'botanu.tenant_id': longestText,
      'botanu.parent_run_id': longestText,
      'botanu.root_run_id': `${longestText.slice(1)}a`,
      'botanu.attempt': '10000',
      'botanu.retry_of_run_id': longestText,
      'botanu.deadline': '253402300799999',
      'botanu.cancelled': 'true',
    };
    const hugeEntries = Object.fromEntries([
      ...Array.from({ length: 179 }, (_, index) => [`key-${index}`, { value: 'x'.repeat(40) }]),
      ['too-long', { value: 'x'.repeat(5000) }],
    ]);

    /** What the registered propagator sends of a context, and what it reads back. */
    function sendAndReceive(sent: Context) {
      const carrier: Record<string, string> = {};
      propagation.inject(sent, carrier);
      return { header: carrier.baggage ?? '', received: propagation.extract(ROOT_CONTEXT, carrier) };
    }

    it('every entry of ours is sent, however long all of them are', () => {
      const run = RunContext.fromBaggage(longestRecord) as RunContext;
      expect(run.toBaggage()).toEqual(longestRecord);
      const application = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(hugeEntries));
      const sent = contextWithRun(application, run, longestText);
      const { header, received } = sendAndReceive(sent);
      expect(header.length).toBeLessThanOrEqual(8192);
      expect(runOf(received)?.toBaggage()).toEqual(run.toBaggage());
      expect(runAttributesOf(received)).toMatchObject({ 'botanu.step': longestText });
      // What is cut is the application's, as it would be without us: from the end.
      const keys =
        received &&
        propagation
          .getBaggage(received)
          ?.getAllEntries()
          .map(([key]) => key);
      expect(keys).toContain('key-0');
      expect(keys).not.toContain('key-178');
      expect(keys).not.toContain('too-long');
    });

    it('an id that is too long to be sent is left out, said once, and marked on the run span', async () => {
      const warnings = collectWarnings();
      const tooLong = { ...ticket, eventId: 'x'.repeat(5000), environment: 'é'.repeat(200) };
      for (let count = 0; count < 3; count += 1) {
        event({ ...tooLong, workflow: 'Long' }, () => {
          const { header } = sendAndReceive(context.active());
          expect(header).toContain('botanu.customer_id=acme');
          expect(header).not.toContain('botanu.event_id');
        });
      }
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('BOTANU_ATTRIBUTION_INCOMPLETE');
      expect(tracing.endedSpans().map((span) => span.attributes['botanu.attribution_error'])).toEqual(
        Array(3).fill('botanu.event_id,botanu.environment'),
      );
    });

    it('injectRunContext() writes ours first, also where the application has put them last', () => {
      event(ticket, (run) => {
        const ours = Object.fromEntries(propagation.getActiveBaggage()?.getAllEntries() ?? []);
        const rebuilt = propagation.createBaggage({ ...hugeEntries, ...ours });
        const carrier = context.with(propagation.setBaggage(context.active(), rebuilt), () =>
          injectRunContext({}),
        );
        expect(extractRunContext(carrier)?.toBaggage()).toEqual(run.toBaggage());
      });
    });
  });

  it('propagates through the global propagator, lone surrogates included', () => {
    event({ ...ticket, customerId: 'a\uDC00' }, () => {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      expect(carrier.baggage).toContain('botanu.customer_id=a%EF%BF%BD');
    });
  });
});
