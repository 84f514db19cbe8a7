import { createSecret, motifs, Random, secretKinds } from '@botanu-tooling/pii-corpus';
import fc from 'fast-check';
import { createScrubber } from '../src';

const scrubber = createScrubber();

/** Texts of secrets, parts of secrets and what stands around them, glued together without regard to sense. */
const gluedText = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constantFrom(...secretKinds), seed: fc.nat() }).map(({ kind, seed }) => {
        const { before = '', value, after = '' } = createSecret(kind, new Random(seed));
        return before + value + after;
      }),
      fc.constantFrom(...motifs.systematic),
      fc.constantFrom(' ', '-', '.', '_', ':', '/', '\n', ',', '@', '='),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const plantedSecret = fc
  .record({ kind: fc.constantFrom(...secretKinds), seed: fc.nat() })
  .map(({ kind, seed }) => ({ kind, ...createSecret(kind, new Random(seed)) }));

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem());

describe.each([
  ['the default', {}],
  ['a plain word', { replacement: 'X' }],
  ['nothing at all', { replacement: '' }],
  ['the name', { replacement: ({ pattern }: { pattern: string }) => `[${pattern}]` }],
  [
    'a hash',
    { replacement: (_: unknown, found: string) => (found.length * 2654435761).toString(16).repeat(4) },
  ],
  ['the default, cut', { maxLength: 50 }],
])('with %s', (_name, options) => {
  const { scrub } = createScrubber(options);

  it('scrubbing twice changes nothing', () => {
    fc.assert(
      fc.property(gluedText, (text) => {
        const once = scrub(text);
        expect(scrub(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });
});

it('findings are in order, in the text, apart from each other, and split no surrogate pair', () => {
  fc.assert(
    fc.property(gluedText, (text) => {
      let end = 0;
      for (const finding of scrubber.find(text)) {
        expect(finding.start).toBeGreaterThanOrEqual(end);
        expect(finding.end).toBeGreaterThan(finding.start);
        expect(text.slice(finding.start - 1, finding.start + 1)).not.toMatch(
          /^[\ud800-\udbff][\udc00-\udfff]$/,
        );
        expect(text.slice(finding.end - 1, finding.end + 1)).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/);
        end = finding.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 3000 },
  );
});

it('no secret survives in any text, as it is or in JSON', () => {
  fc.assert(
    fc.property(anyText, plantedSecret, anyText, fc.boolean(), (before, secret, after, isJson) => {
      const text = `${before} ${secret.before ?? ''}${secret.value}${secret.after ?? ''} ${after}`;
      const written = isJson ? JSON.stringify({ text }) : text;
      const value = isJson ? JSON.stringify(secret.value).slice(1, -1) : secret.value;
      fc.pre(!before.includes(secret.value) && !after.includes(secret.value));
      expect(scrubber.scrub(written)).not.toContain(value);
    }),
    { numRuns: 5000 },
  );
});

it('no secret survives a cut, wherever it is', () => {
  fc.assert(
    fc.property(plantedSecret, fc.integer({ min: 1, max: 400 }), (secret, maxLength) => {
      const { scrub } = createScrubber({ maxLength });
      const lead = 'words before it '.repeat(4);
      const text = `${lead}${secret.before ?? ''}${secret.value}${secret.after ?? ''} and words behind it`;
      const scrubbed = scrub(text);
      const offset = lead.length + (secret.before ?? '').length;
      expect(scrubbed.length).toBeLessThanOrEqual(maxLength);
      // What is left begins as the text does, and ends before the secret begins.
      if (maxLength > offset) {
        expect(scrubbed).not.toContain(secret.value.slice(0, Math.min(8, maxLength - offset + 1)));
      }
    }),
    { numRuns: 2000 },
  );
});

it('never throws, and is never longer than it may be', () => {
  const { scrub } = createScrubber({ maxLength: 30 });
  fc.assert(
    fc.property(anyText, (text) => {
      expect(scrub(text).length).toBeLessThanOrEqual(30);
    }),
    { numRuns: 2000 },
  );
});
