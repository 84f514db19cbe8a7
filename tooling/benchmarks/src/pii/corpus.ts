import { type CorpusText, createCorpus } from '@botanu-tooling/pii-corpus';

const SEED = 20_260_801;

/** Texts to judge a scrubber by: with what has to go and what has to stay. */
export function judgedTexts(): CorpusText[] {
  return createCorpus({ seed: SEED, perKind: 200 });
}

/** Texts to measure its speed on, in one piece each, as they come from a socket. */
export interface SpeedTexts {
  readonly texts: readonly string[];
  readonly characters: number;
}

/** A finding in every other line: nothing that applications write is so full of secrets. */
export function denseTexts(): SpeedTexts {
  return inOnePiece(createCorpus({ seed: SEED + 1, perKind: 40 }).map(({ text }) => text));
}

/** Prompts and answers without any secret, and nearly without look-alikes: what most texts are. */
export function cleanTexts(): SpeedTexts {
  const sentences = createCorpus({ seed: SEED + 2, perKind: 40 })
    .filter(({ carrier, secrets }) => carrier === 'prose' && secrets.length === 0)
    .map(({ text, lookAlikes }) => lookAlikes.reduce((rest, { value }) => rest.replace(value, 'this'), text));
  const texts = Array.from({ length: 100 }, (_, index) =>
    Array.from({ length: 8 }, (_unused, offset) => sentences[(index * 7 + offset) % sentences.length]).join(
      ' ',
    ),
  );
  return inOnePiece(texts);
}

function inOnePiece(texts: readonly string[]): SpeedTexts {
  const flat = texts.map((text) => Buffer.from(text).toString());
  return { texts: flat, characters: flat.reduce((sum, { length }) => sum + length, 0) };
}
