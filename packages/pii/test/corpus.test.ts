import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCorpus, type Planted, secretKinds } from '@botanu-tooling/pii-corpus';
import { createScrubber, type Finding } from '../src';
import { builtInPatterns } from '../src/patterns';

const scrubber = createScrubber();
const corpus = createCorpus({ seed: 20260801, perKind: 400 }).map((entry) => ({
  ...entry,
  findings: scrubber.find(entry.text),
}));

function isCovered({ start, end }: Planted, findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.start <= start && finding.end >= end);
}

it('the corpus knows nothing of the patterns', () => {
  const folder = join(__dirname, '../../../tooling/pii-corpus');
  const files = readdirSync(join(folder, 'src')).map((name) => join(folder, 'src', name));
  expect(files.length).toBeGreaterThan(8);
  for (const file of [join(folder, 'package.json'), ...files]) {
    expect(readFileSync(file, 'utf8')).not.toMatch(/@botanu\/pii|packages\/pii|from '\.\.\/\.\.\//);
  }
});

it('the corpus has every kind of secret that there is a pattern for', () => {
  expect([...secretKinds].sort()).toEqual([...new Set(builtInPatterns.map(({ name }) => name))].sort());
});

it.each(secretKinds)('%s: finds at least 99.5 %%, as a whole', (kind) => {
  const planted = corpus.flatMap(({ secrets, findings }) =>
    secrets.filter((secret) => secret.kind === kind).map((secret) => isCovered(secret, findings)),
  );
  expect(planted).toHaveLength(400);
  expect(planted.filter(Boolean).length / planted.length).toBeGreaterThanOrEqual(0.995);
});

it.each(secretKinds)('%s: is found under this name', (kind) => {
  const named = corpus.flatMap(({ secrets, findings }) =>
    secrets
      .filter((secret) => secret.kind === kind)
      .map((secret) =>
        isCovered(
          secret,
          findings.filter(({ pattern }) => pattern === kind),
        ),
      ),
  );
  expect(named.filter(Boolean).length / named.length).toBeGreaterThanOrEqual(0.98);
});

it('touches at most 1 % of the look-alikes', () => {
  const planted = corpus.flatMap(({ text, lookAlikes, findings }) =>
    lookAlikes.map(({ kind, start, end }) => ({
      kind,
      value: text.slice(start, end),
      isTouched: findings.some((finding) => finding.start < end && finding.end > start),
    })),
  );
  const touched = planted.filter(({ isTouched }) => isTouched);
  expect(planted.length).toBeGreaterThan(8000);
  expect(touched.length / planted.length).toBeLessThanOrEqual(0.01);
});

it('no planted secret survives, nor any half of one', () => {
  for (const { text, secrets } of corpus) {
    const scrubbed = scrubber.scrub(text);
    for (const { value } of secrets) {
      const half = Math.ceil(value.length / 2);
      expect(scrubbed).not.toContain(value);
      // Short halves, `a@b` for example, may stand elsewhere by chance.
      if (half > 7) {
        expect(scrubbed).not.toContain(value.slice(0, half));
        expect(scrubbed).not.toContain(value.slice(-half));
      }
    }
  }
});
