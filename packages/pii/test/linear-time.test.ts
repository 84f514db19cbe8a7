import { type Growth, measureGrowth, motifs, Random } from '@botanu-tooling/pii-corpus';
import { createScrubber } from '../src';

// Sixteen thousand motifs; everything is measured again where the machine is busy.
jest.setTimeout(600_000);

const MAX_EXPONENT = 1.2;
const KIBIBYTE = 1024;
const MEBIBYTE = KIBIBYTE * KIBIBYTE;
const SLOWEST_COUNT = 16;

const scrubber = createScrubber();
const scrub = (text: string) => scrubber.scrub(text);

function growthOf(motif: string, shortLength: number, longLength: number): Growth {
  return measureGrowth(scrub, motif, shortLength, longLength, MAX_EXPONENT);
}

/** From a kibibyte to a mebibyte, where the caches and the load of a machine weigh little beside the length. */
function tooSteep(suspects: readonly string[]): string[] {
  return suspects
    .map((motif) => growthOf(motif, KIBIBYTE, MEBIBYTE))
    .filter(({ exponent }) => exponent > MAX_EXPONENT)
    .map(
      ({ motif, exponent, milliseconds }) =>
        `${JSON.stringify(motif)}: ${exponent.toFixed(2)}, ${milliseconds} ms`,
    );
}

it('the time grows with the length, and not faster, for every short motif and for mixed ones', () => {
  const all = [...motifs.systematic, ...motifs.mixed(1000, new Random(6))];
  for (const motif of all.slice(0, 200)) {
    measureGrowth(scrub, motif, KIBIBYTE, 8 * KIBIBYTE, 0);
  }
  const growths = all.map((motif) => growthOf(motif, KIBIBYTE, 16 * KIBIBYTE));
  expect(growths.length).toBeGreaterThan(15_000);

  // What is quadratic is far above the limit at once: these few may also be so for want of a longer text.
  const steep = growths.filter(({ exponent }) => exponent > MAX_EXPONENT);
  expect(steep.length).toBeLessThan(growths.length / 100);
  const slowest = [...growths]
    .sort((one, other) => other.milliseconds - one.milliseconds)
    .slice(0, SLOWEST_COUNT);
  const suspects = new Set([...steep, ...slowest].map(({ motif }) => motif));
  expect(tooSteep([...suspects])).toEqual([]);
});

it.each(['a.', 'a-', '1.1.', 'eyJ-', '\\', '\\"', '\u200b', 'A', '1', '-----BEGIN PRIVATE KEY-----', 'a@'])(
  'a mebibyte of %j is done with in linear time',
  (motif) => {
    expect(tooSteep([motif])).toEqual([]);
  },
);

it('so is a blob of base64url, which is one run', () => {
  const random = new Random(1);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const blob = random.string(alphabet, 64 * KIBIBYTE);
  expect(tooSteep([blob])).toEqual([]);
});

it('finds that a quadratic scrubber is one', () => {
  const email = /[\w.-]+@[\w.-]+\.\w+/g;
  const { exponent } = measureGrowth(
    (text) => text.replace(email, ''),
    'a.',
    KIBIBYTE,
    16 * KIBIBYTE,
    MAX_EXPONENT,
  );
  expect(exponent).toBeGreaterThan(1.5);
});
