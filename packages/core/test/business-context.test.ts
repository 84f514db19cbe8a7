import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { context, type DiagLogger, diag, trace } from '@opentelemetry/api';
import { event, getCurrentSpan, setBusinessContext, setCorrelation, step } from '../src';
import { getRuntime } from '../src/authoring';

const ticket = { eventId: 'ticket-42', customerId: 'acme', workflow: 'Support' };

function collectLog(): Record<'info' | 'warn', string[]> {
  const log: Record<'info' | 'warn', string[]> = { info: [], warn: [] };
  const ignore = () => {};
  const logger: DiagLogger = {
    error: ignore,
    warn: (...parameters) => log.warn.push(parameters.join(' ')),
    info: (...parameters) => log.info.push(parameters.join(' ')),
    debug: ignore,
    verbose: ignore,
  };
  diag.setLogger(logger, { suppressOverrideMessage: true });
  getRuntime().warned.clear();
  return log;
}

describe.each(SDK_LINES)('with $name', ({ start }) => {
  let tracing: TestTracing;
  let log: ReturnType<typeof collectLog>;
  beforeEach(() => {
    tracing = start();
    log = collectLog();
  });
  afterEach(async () => {
    diag.disable();
    await tracing.stop();
  });

  describe('getCurrentSpan()', () => {
    it('is the innermost active span, and undefined outside of any', () => {
      expect(getCurrentSpan()).toBeUndefined();
      event(ticket, () => {
        const runSpan = getCurrentSpan();
        runSpan?.setAttribute('queue.depth', 7);
        step('retrieval', () => {
          expect(getCurrentSpan()).toBe(trace.getActiveSpan());
          expect(getCurrentSpan()).not.toBe(runSpan);
        });
        expect(getCurrentSpan()).toBe(runSpan);
      });
      expect(getCurrentSpan()).toBeUndefined();
      expect(tracing.spanNamed('botanu.run/Support').attributes['queue.depth']).toBe(7);
    });
  });

  describe('setBusinessContext()', () => {
    it('stamps the current span, and no other', () => {
      event(ticket, () =>
        step('billing', () =>
          setBusinessContext({
            customerId: 4711n,
            team: 'support-emea',
            costCenter: 'CC-104',
            region: 'eu-west-1',
          }),
        ),
      );
      expect(tracing.spanNamed('botanu.step/billing').attributes).toEqual({
        'botanu.step': 'billing',
        'botanu.customer_id': '4711',
        'botanu.team': 'support-emea',
        'botanu.cost_center': 'CC-104',
        'botanu.region': 'eu-west-1',
      });
      const { attributes } = tracing.spanNamed('botanu.run/Support');
      expect(attributes['botanu.customer_id']).toBe('acme');
      expect(attributes).not.toHaveProperty(['botanu.team']);
    });

    it('leaves out what is empty, too long or no text, and makes the rest well-formed', () => {
      event(ticket, () =>
        step('billing', () =>
          setBusinessContext({
            customerId: null,
            team: '',
            costCenter: 'x'.repeat(513),
            region: 'eu\uD800',
            ...({ unknown: 'ignored' } as object),
          }),
        ),
      );
      expect(tracing.spanNamed('botanu.step/billing').attributes).toEqual({
        'botanu.step': 'billing',
        'botanu.region': 'eu\uFFFD',
      });
    });
  });

  describe('setCorrelation()', () => {
    it('stamps each id as text on the current span', () => {
      event(ticket, () =>
        setCorrelation({
          zendesk_ticket_id: 4711,
          stripe_charge_id: 'ch_3PqT',
          sfdc_opportunity_id: 12n,
          jira_issue: '',
          front: undefined,
        }),
      );
      const { attributes } = tracing.spanNamed('botanu.run/Support');
      expect(attributes).toMatchObject({
        'botanu.correlation.zendesk_ticket_id': '4711',
        'botanu.correlation.stripe_charge_id': 'ch_3PqT',
        'botanu.correlation.sfdc_opportunity_id': '12',
      });
      expect(attributes).not.toHaveProperty(['botanu.correlation.jira_issue']);
      expect(attributes).not.toHaveProperty(['botanu.correlation.front']);
      expect(log.info).toEqual([]);
    });

    it.each([
      'zendesk',
      'stripe',
      'salesforce',
      'sfdc',
      'jira',
      'servicenow',
      'hubspot',
      'intercom',
      'freshdesk',
      'zoho',
      'front',
    ])('knows %s', (system) => {
      event(ticket, () => setCorrelation({ [`${system}_id`]: 'x', [system]: 'y' }));
      expect(log.info).toEqual([]);
    });

    it('stamps an unknown system all the same, with one info line', () => {
      event(ticket, () => {
        setCorrelation({ acmecrm_id: 'a-1' });
        setCorrelation({ acmecrm_id: 'a-2', acmecrm_deal: 'd-1' });
      });
      expect(tracing.spanNamed('botanu.run/Support').attributes).toMatchObject({
        'botanu.correlation.acmecrm_id': 'a-2',
        'botanu.correlation.acmecrm_deal': 'd-1',
      });
      expect(log.info).toHaveLength(1);
      expect(log.info[0]).toContain('"acmecrm_id"');
      expect(log.warn).toEqual([]);
    });
  });

  it.each([undefined, null, 5, 'text'])('%p instead of an object never throws', (garbage) => {
    event(ticket, () => {
      expect(() => setBusinessContext(garbage as never)).not.toThrow();
      expect(() => setCorrelation(garbage as never)).not.toThrow();
    });
  });

  it('does nothing without an active span', () => {
    expect(() => setBusinessContext({ team: 'x' })).not.toThrow();
    expect(() => setCorrelation({ jira_issue: 'x' })).not.toThrow();
    expect(tracing.endedSpans()).toEqual([]);
  });

  it('is harmless where the span throws', () => {
    const broken = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
    broken.setAttributes = () => {
      throw new Error('a broken span');
    };
    event(ticket, () => {
      context.with(trace.setSpan(context.active(), broken), () => {
        expect(() => setBusinessContext({ team: 'x' })).not.toThrow();
      });
    });
    expect(log.warn).toHaveLength(1);
    expect(log.warn[0]).toContain('BOTANU_TELEMETRY_FAILED');
  });
});
