import { RunContext } from '@botanu/core';
import { contextWithRun } from '@botanu/core/authoring';
import { createContextKeys, isSigned, signBaggage } from '@botanu/core/inbound';
import {
  type Baggage,
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { DestinationPropagator } from '../src/destination-propagator';
import { Account } from '../src/propagation-account';
import type { Verdict } from '../src/propagation-targets';

const KEYS = createContextKeys(['0123456789abcdef0123456789abcdef']);

/** Writes baggage as the W3C has it and as Jaeger has it, and keeps what it was asked with. */
class RecordingPropagator implements TextMapPropagator {
  readonly contexts: Context[] = [];
  readonly #w3c = new W3CBaggagePropagator();

  inject(...[context, carrier, setter]: Parameters<TextMapPropagator['inject']>): void {
    this.contexts.push(context);
    setter.set(carrier, 'traceparent', '00-1-2-01');
    for (const [key, { value }] of propagation.getBaggage(context)?.getAllEntries() ?? []) {
      setter.set(carrier, `uberctx-${key}`, value);
    }
    this.#w3c.inject(context, carrier, setter);
  }

  extract(context: Context): Context {
    return context;
  }

  fields(): string[] {
    return ['baggage'];
  }
}

function inject(context: Context, verdict: Verdict, sign: (baggage: Baggage) => Baggage = (same) => same) {
  const inner = new RecordingPropagator();
  const outer = new DestinationPropagator(inner, { decide: () => verdict, account: new Account(), sign });
  const carrier: Record<string, string> = {};
  outer.inject(context, carrier, defaultTextMapSetter);
  return { carrier, contexts: inner.contexts };
}

function headersOf(context: Context): Record<string, string> {
  const carrier: Record<string, string> = {};
  new RecordingPropagator().inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

const applicationBaggage = fc
  .dictionary(
    fc.stringMatching(/^[a-z][a-z._-]{0,8}$/).filter((key) => !key.startsWith('botanu.')),
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('botanu.run_id=x', 'a,botanu.b=c')),
    { maxKeys: 5 },
  )
  .map((values) =>
    propagation.createBaggage(
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    ),
  );

const withRun = (context: Context): Context =>
  contextWithRun(
    context,
    RunContext.create({ eventId: 'ticket-1', customerId: 'customer-1', workflow: 'Support' }),
  );

it('without a run everything passes as it is', () => {
  fc.assert(
    fc.property(applicationBaggage, (baggage) => {
      const context = propagation.setBaggage(ROOT_CONTEXT, baggage);
      const { carrier, contexts } = inject(context, 'held back');
      expect(contexts).toEqual([context]);
      expect(contexts[0]).toBe(context);
      expect(carrier).toEqual(headersOf(context));
    }),
  );
});

it.each(['held back', 'never sent'] as const)(
  '%s: the propagator is asked once, with the same Context, and only our entries are missing',
  (verdict) => {
    fc.assert(
      fc.property(applicationBaggage, (baggage) => {
        const without = propagation.setBaggage(ROOT_CONTEXT, baggage);
        const context = withRun(without);
        const { carrier, contexts } = inject(context, verdict);
        expect(contexts).toHaveLength(1);
        expect(contexts[0]).toBe(context);
        expect(carrier).toEqual(headersOf(without));
      }),
    );
  },
);

it('sent: what the propagator writes, and with a key a signature behind the run', () => {
  fc.assert(
    fc.property(applicationBaggage, (baggage) => {
      const context = withRun(propagation.setBaggage(ROOT_CONTEXT, baggage));
      expect(inject(context, 'sent').carrier).toEqual(headersOf(context));
      const { carrier, contexts } = inject(context, 'sent', (live) => signBaggage(live, KEYS));
      expect(contexts[0]).toBe(context);
      const received = new W3CBaggagePropagator().extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
      expect(isSigned(propagation.getBaggage(received) as Baggage, KEYS)).toBe(true);
      const members = (carrier.baggage ?? '').split(',');
      const plain = members.filter((member) => !member.startsWith('botanu.sig='));
      expect(plain.join(',')).toBe(headersOf(context).baggage);
      expect(members.length - plain.length).toBe(1);
    }),
  );
});

it('a signature that makes the header too long takes the place of entries at its end', () => {
  const long = propagation.createBaggage({
    first: { value: 'x'.repeat(4000) },
    second: { value: 'y'.repeat(3960) },
  });
  const context = withRun(propagation.setBaggage(ROOT_CONTEXT, long));
  const keysOf = (header = '') => header.split(',').map((member) => member.split('=')[0]);
  expect(keysOf(headersOf(context).baggage).slice(-2)).toEqual(['first', 'second']);
  const { baggage } = inject(context, 'sent', (live) => signBaggage(live, KEYS)).carrier;
  expect(keysOf(baggage).slice(-2)).toEqual(['botanu.sig', 'first']);
});

it('at most 20 hosts are named, each once, whatever is called', () => {
  const warnings: string[] = [];
  const log = (_namespace: string, message?: unknown): void => {
    warnings.push(String(message));
  };
  diag.setLogger({ warn: log, error: log, info() {}, debug() {}, verbose() {} });
  const rules = { decide: () => 'held back' as const, account: new Account(), sign: (same: Baggage) => same };
  const propagator = new DestinationPropagator(new RecordingPropagator(), rules);
  for (let index = 0; index < 100; index += 1) {
    const attributes = { 'server.address': `host-${index % 50}.example` };
    const span = { kind: SpanKind.CLIENT, attributes } as unknown as Span;
    propagator.inject(trace.setSpan(withRun(ROOT_CONTEXT), span), {}, defaultTextMapSetter);
  }
  diag.disable();
  expect(warnings.filter((text) => text.startsWith('BOTANU_RUN_HELD_BACK'))).toHaveLength(20);
  expect(new Set(warnings).size).toBe(20);
  expect(warnings[0]).toContain("propagationTargets: ['host-0.example']");
});
