import { createHmac } from 'node:crypto';
import { type Baggage, propagation } from '@opentelemetry/api';
import fc from 'fast-check';
import { RunBaggage } from '../src/baggage';
import { RunContext } from '../src/run-context';
import { createContextKeys, isSignatureValid, signBaggage } from '../src/signature';

const CURRENT = 'current-key-of-at-least-32-characters';
const PREVIOUS = 'previous-key-of-at-least-32-characters';
const keys = createContextKeys([CURRENT, PREVIOUS]);
const NOW = 1_767_225_600_000;
const MINUTE = 60_000;

const run = RunContext.create({
  eventId: 'ticket 42',
  customerId: 'ácme',
  workflow: 'Support',
  environment: 'test',
  tenantId: 't',
});
const live = new RunBaggage(
  run,
  'retrieval',
  propagation.createBaggage({ 'app.channel': { value: 'email' } }),
);

/** As it arrives elsewhere: entries, and no run behind them. */
function received(baggage: Baggage): Baggage {
  return propagation.createBaggage(Object.fromEntries(baggage.getAllEntries()));
}

const signatureOf = (baggage: Baggage) => baggage.getEntry('botanu.sig')?.value ?? '';

it('signs as WIRE.md has it: the lines by key, the step left out, the expiry last', () => {
  const [version, keyId, expiry, signature] = signatureOf(signBaggage(live, keys, NOW)).split('.');
  const text = [
    'botanu.customer_id=ácme',
    'botanu.environment=test',
    'botanu.event_id=ticket 42',
    `botanu.run_id=${run.runId}`,
    'botanu.tenant_id=t',
    'botanu.workflow=Support',
    expiry,
  ].join('\n');
  expect([version, keyId, expiry]).toEqual(['v1', keys[0]?.id, String(NOW / 1000 + 600)]);
  expect(signature).toBe(createHmac('sha256', CURRENT).update(text, 'utf8').digest('base64url'));
});

it('sends the signature behind our entries and before those of the application', () => {
  const signed = signBaggage(live, keys, NOW);
  const names = signed.getAllEntries().map(([key]) => key);
  expect(names.slice(-3)).toEqual(['botanu.step', 'botanu.sig', 'app.channel']);
});

it('believes it, from the current key and from the one before', () => {
  for (const key of [CURRENT, PREVIOUS]) {
    const signed = received(signBaggage(live, createContextKeys([key]), NOW));
    expect(isSignatureValid(signed, keys, NOW)).toBe(true);
  }
  const other = received(signBaggage(live, createContextKeys([`${CURRENT}!`]), NOW));
  expect(isSignatureValid(other, keys, NOW)).toBe(false);
});

it('the step may change on the way, nothing else of ours', () => {
  const signed = received(signBaggage(live, keys, NOW));
  expect(isSignatureValid(signed.removeEntry('botanu.step'), keys, NOW)).toBe(true);
  expect(isSignatureValid(signed.setEntry('app.channel', { value: 'x' }), keys, NOW)).toBe(true);
  fc.assert(
    fc.property(
      fc.constantFrom(...signed.getAllEntries().map(([key]) => key), 'botanu.new', 'botanu.deadline'),
      fc.string({ minLength: 1 }),
      (key, value) => {
        const changed = signed.setEntry(key, { value });
        const isHarmless =
          ['botanu.step', 'app.channel'].includes(key) || signed.getEntry(key)?.value === value;
        expect(isSignatureValid(changed, keys, NOW)).toBe(isHarmless);
      },
    ),
  );
  expect(isSignatureValid(signed.removeEntry('botanu.tenant_id'), keys, NOW)).toBe(false);
});

it('is good for ten minutes, and a minute of clock skew', () => {
  const signed = received(signBaggage(live, keys, NOW));
  for (const [minutes, isGood] of [
    [-60, true],
    [9, true],
    [10.9, true],
    [11.1, false],
  ] as const) {
    expect([minutes, isSignatureValid(signed, keys, NOW + minutes * MINUTE)]).toEqual([minutes, isGood]);
  }
});

it('refuses any text that is no signature of ours', () => {
  const good = signatureOf(signBaggage(live, keys, NOW));
  const [version, id, expiry, mac] = good.split('.');
  const bad = [
    '',
    '.',
    '...',
    good.slice(0, -1),
    `${good}=`,
    `${good}.x`,
    good.toUpperCase(),
    `v2.${id}.${expiry}.${mac}`,
    `${version}.${id}.${Number(expiry) + 1}.${mac}`,
    `${version}.${id}.0x${Number(expiry).toString(16)}.${mac}`,
    `${version}.${id}.99999999999999999999.${mac}`,
    `${version}.00000000.${expiry}.${mac}`,
    `${version}.${id}.${expiry}.`,
  ];
  const entries = received(live);
  expect(
    bad.filter((value) => isSignatureValid(entries.setEntry('botanu.sig', { value }), keys, NOW)),
  ).toEqual([]);
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(isSignatureValid(entries.setEntry('botanu.sig', { value }), keys, NOW)).toBe(false);
    }),
  );
  expect(isSignatureValid(entries, keys, NOW)).toBe(false);
  expect(isSignatureValid(entries.setEntry('botanu.sig', { value: good }), [], NOW)).toBe(false);
});

it('signs no text in which a line could be taken for another', () => {
  const tricky = new RunBaggage(
    RunContext.create({ eventId: 'a\nbotanu.tenant_id=victim', customerId: 'c', workflow: 'w' }),
    undefined,
    undefined,
  );
  expect(signatureOf(signBaggage(tricky, keys, NOW))).toBe('');
  const split = propagation.createBaggage({ 'botanu.run_id=1\nbotanu.x': { value: '2' } });
  expect(isSignatureValid(split, keys, NOW)).toBe(false);
});

it('does not vouch for a run that arrived without a signature, and goes on vouching for one with', () => {
  const unsigned = received(live);
  expect(signBaggage(unsigned, keys, NOW)).toBe(unsigned);
  const forged = unsigned.setEntry('botanu.sig', { value: `v1.${keys[0]?.id}.9999999999.AAAA` });
  expect(signBaggage(forged, keys, NOW)).toBe(forged);
  const fromOld = received(signBaggage(live, createContextKeys([PREVIOUS]), NOW));
  const again = signBaggage(fromOld, keys, NOW + 5 * MINUTE);
  expect(signatureOf(again)).toContain(`v1.${keys[0]?.id}.${NOW / 1000 + 900}.`);
  expect(isSignatureValid(received(again), createContextKeys([CURRENT]), NOW + 14 * MINUTE)).toBe(true);
});

it('signs again what has changed or is getting old, and not for every request', () => {
  const cancellable = RunContext.create({ eventId: 'e', customerId: 'c', workflow: 'w' });
  const baggage = new RunBaggage(cancellable, undefined, undefined);
  const first = signatureOf(signBaggage(baggage, keys, NOW));
  expect(signatureOf(signBaggage(baggage, keys, NOW + 4 * MINUTE))).toBe(first);
  expect(signatureOf(signBaggage(baggage, keys, NOW + 6 * MINUTE))).not.toBe(first);
  cancellable.requestCancellation();
  const cancelled = received(signBaggage(baggage, keys, NOW + 6 * MINUTE));
  expect(isSignatureValid(cancelled, keys, NOW + 6 * MINUTE)).toBe(true);
});

it('compares in a time that does not depend on where two signatures differ', () => {
  // Not a measurement, which a busy machine spoils: every character is looked at, wherever the first difference is.
  const signed = received(signBaggage(live, keys, NOW));
  const good = signatureOf(signed);
  const looks = (value: string): number => {
    let count = 0;
    const spied = String.prototype.charCodeAt;
    const spy = jest.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, index) {
      count += 1;
      return spied.call(this, index);
    });
    isSignatureValid(signed.setEntry('botanu.sig', { value }), keys, NOW);
    spy.mockRestore();
    return count;
  };
  const position = good.lastIndexOf('.') + 1;
  const early = `${good.slice(0, position)}${good[position] === 'A' ? 'B' : 'A'}${good.slice(position + 1)}`;
  const late = `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`;
  expect(looks(early)).toBe(looks(late));
  expect(looks(early)).toBeGreaterThanOrEqual(2 * 43);
});

it('refuses keys that are too short, without repeating them', () => {
  expect(() => createContextKeys(['hunter2'])).toThrow('shorter than 32 characters');
  expect(() => createContextKeys(['hunter2'])).not.toThrow('hunter2');
});
