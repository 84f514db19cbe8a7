import { addresses } from './addresses';
import { type Carrier, carriers } from './carriers';
import { credentials } from './credentials';
import { lookAlikes } from './look-alikes';
import { numbers } from './numbers';
import { Random } from './random';
import type { Maker, Secret } from './secret';
import { serviceKeys } from './service-keys';
import { type Planted, TextBuilder } from './text-builder';

export { type Growth, measureGrowth } from './growth';
export { type Motifs, motifs, repeated } from './motifs';
export { Random } from './random';
export type { Planted } from './text-builder';

/** A text, and all that is planted in it. */
export interface CorpusText {
  /** What kind of text it is. @example `JSON` */
  readonly carrier: string;
  readonly text: string;
  /** What has to go. */
  readonly secrets: readonly Planted[];
  /** What has to stay. */
  readonly lookAlikes: readonly Planted[];
}

const secretMakers: readonly Maker[] = [...serviceKeys, ...credentials, ...numbers, ...addresses];

/** The names of all kinds of secrets. */
export const secretKinds: readonly string[] = [...new Set(secretMakers.map(({ kind }) => kind))];

/** The names of all kinds of look-alikes. */
export const lookAlikeKinds: readonly string[] = [...new Set(lookAlikes.map(({ kind }) => kind))];

/** How to make a corpus. */
export interface CorpusOptions {
  /** The same seed makes the same corpus. */
  readonly seed: number;
  /** How many of each kind of secret, and of look-alike, there are. */
  readonly perKind: number;
}

/**
 * Generates texts with secrets and look-alikes of every kind, one to four in each, all kinds in all carriers.
 *
 * It knows nothing of the patterns that are tried on it.
 */
export function createCorpus({ seed, perKind }: CorpusOptions): CorpusText[] {
  const random = new Random(seed);
  const jobs = shuffle(
    [
      ...repeat(secretKinds, perKind).map((kind) => ({ kind, makers: secretMakers, isSecret: true })),
      ...repeat(lookAlikeKinds, perKind).map((kind) => ({ kind, makers: lookAlikes, isSecret: false })),
    ],
    random,
  );
  const texts: CorpusText[] = [];
  while (jobs.length > 0) {
    texts.push(createText(jobs.splice(0, random.integer(1, 4)), random.pick(carriers), random));
  }
  return texts;
}

/**
 * Makes one secret.
 *
 * @param kind - One of {@link secretKinds}.
 * @param random - Where it comes from.
 */
export function createSecret(kind: string, random: Random): Secret {
  const made = random.pick(secretMakers.filter((maker) => maker.kind === kind)).make(random);
  return typeof made === 'string' ? { value: made } : made;
}

interface Job {
  readonly kind: string;
  readonly makers: readonly Maker[];
  readonly isSecret: boolean;
}

function createText(jobs: readonly Job[], carrier: Carrier, random: Random): CorpusText {
  const builder = new TextBuilder();
  const plants = jobs.map(({ kind, makers, isSecret }) => () => {
    const made = random.pick(makers.filter((maker) => maker.kind === kind)).make(random);
    const { before = '', value, after = '' } = typeof made === 'string' ? { value: made } : made;
    builder.add(before);
    if (isSecret) {
      builder.addSecret(kind, value);
    } else {
      builder.addLookAlike(kind, value);
    }
    builder.add(after);
  });
  carrier.write(builder, plants, random);
  const { text, secrets, lookAlikes: others } = builder;
  return { carrier: carrier.name, text, secrets, lookAlikes: others };
}

function repeat<T>(items: readonly T[], times: number): T[] {
  return items.flatMap((item) => Array.from({ length: times }, () => item));
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
