import { createScrubber } from '@botanu/pii';
import { nlpDetector } from '../src';

const { scrub, find } = createScrubber({
  detectors: [nlpDetector()],
  replacement: ({ pattern }) => `[${pattern}]`,
});

it.each([
  ['Ada Lovelace wrote to us yesterday.', '[person] wrote to us yesterday.'],
  ['The parcel for Mr. John Smith, please.', 'The parcel for [person], please.'],
  ['She moved from Berlin to San Francisco.', 'She moved from [place] to [place].'],
  ['He works for Acme Corporation now.', 'He works for [organization] now.'],
  ['Send it to 221B Baker Street, please.', 'Send it to [address], please.'],
  [
    'I was diagnosed with diabetes and take metformin.',
    'I was diagnosed with [medical_term] and take [medical_term].',
  ],
  ['Her bronchitis needs amoxicillin.', 'Her [medical_term] needs [medical_term].'],
  ['👍 Angela Merkel called 📞 from London 🎉', '👍 [person] called 📞 from [place] 🎉'],
  ['Maria Garcia: maria@example.com', '[person]: [email]'],
])('%s', (text, scrubbed) => {
  expect(scrub(text)).toBe(scrubbed);
});

it.each(['Reset the password of the server, then restart the worker.', 'The aroma of a diploma.', ''])(
  'leaves alone: %s',
  (text) => {
    expect(scrub(text)).toBe(text);
  },
);

it('findings are places in the text, also in a long one with several lines', () => {
  const text = 'Dear team,\n\nplease call John Smith today.\n  "He is in Paris," she said.\n'.repeat(20);
  const found = find(text).map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(Array.from({ length: 20 }, () => ['John Smith', 'Paris']).flat());
});

it('each kind can be switched off', () => {
  const withoutPlaces = createScrubber({ detectors: [nlpDetector({ disableEntities: ['place'] })] });
  expect(withoutPlaces.scrub('John Smith is in Paris')).toBe('[REDACTED] is in Paris');
  expect(() => nlpDetector({ disableEntities: ['planet' as never] })).toThrow(
    /no "planet". There are: person/,
  );
});
