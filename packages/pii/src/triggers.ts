/** What a character is to the scanner. */
export const OTHER = 0;
/** A letter or a digit: tried at the beginning of a word only. */
export const WORD = 1;
/** Anything else that something begins with: tried everywhere. */
const SYMBOL = 2;

const ASCII = 128;
const DIGITS = '0123456789';
const UPPER_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CLASSES: Readonly<Record<string, string>> = { '#': DIGITS, '^': UPPER_CASE, _: ' ' };

/** Something that begins with certain characters. */
interface Startable {
  /** See `starts` of a pattern. */
  readonly starts: string;
  readonly source: RegExp;
}

/** What may begin with certain characters. */
export interface Candidates<T> {
  readonly items: readonly T[];
  /** Matches where any of them does, so that one look is enough nearly always. Undefined where there is but one. */
  readonly any: RegExp | undefined;
  /** Which characters may come third. */
  readonly thirds: Uint8Array;
}

/** What may begin where. */
export interface Triggers<T> {
  /** What each ASCII character is. */
  readonly kinds: Uint8Array;
  /** Who can begin with these three characters, the first of which is ASCII; undefined where nobody can. */
  candidatesOf(first: number, second: number, third: number): Candidates<T> | undefined;
}

/**
 * Makes the table of the characters that things begin with.
 *
 * @param items - In the order in which they are to be tried.
 */
export function triggersOf<T extends { readonly pattern: Startable }>(items: readonly T[]): Triggers<T> {
  const kinds = new Uint8Array(ASCII).fill(OTHER);
  for (const character of DIGITS + UPPER_CASE + UPPER_CASE.toLowerCase()) {
    kinds[character.charCodeAt(0)] = WORD;
  }
  const byPair = new Map<number, Pair<T>>();
  for (const item of items) {
    for (const [first, second, thirds] of startsOf(item.pattern)) {
      kinds[first] ||= SYMBOL;
      const pair = first * ASCII + second;
      const { items: others, thirds: otherThirds } = byPair.get(pair) ?? { items: [], thirds: [] };
      byPair.set(pair, { items: [...new Set([...others, item])], thirds: [...otherThirds, ...thirds] });
    }
  }
  /** For each pair the place of its candidates: bytes stay in the processor's cache. */
  const places = new Uint8Array(ASCII * ASCII);
  const candidates: (Candidates<T> | undefined)[] = [undefined];
  for (const [pair, { items: others, thirds }] of byPair) {
    const place = placeOf(others, candidates);
    places[pair] = place;
    for (const third of thirds) {
      (candidates[place] as Candidates<T>).thirds[third] = 1;
    }
  }
  return {
    kinds,
    candidatesOf(first, second, third) {
      const found = candidates[places[first * ASCII + toIndex(second)] as number];
      return found === undefined || found.thirds[toIndex(third)] === 0 ? undefined : found;
    },
  };
}

interface Pair<T> {
  readonly items: readonly T[];
  readonly thirds: readonly number[];
}

/** All that is not ASCII shares the first place. */
function toIndex(code: number): number {
  return code < ASCII ? code : 0;
}

/** The same candidates share one entry. */
function placeOf<T extends { readonly pattern: Startable }>(
  items: readonly T[],
  candidates: (Candidates<T> | undefined)[],
): number {
  const isSame = (other: Candidates<T> | undefined) =>
    other?.items.length === items.length && other.items.every((item, index) => item === items[index]);
  const place = candidates.findIndex(isSame);
  if (place >= 0) {
    return place;
  }
  const any = new RegExp(items.map(({ pattern }) => pattern.source.source).join('|'), 'iy');
  const thirds = new Uint8Array(ASCII);
  return candidates.push({ items, any: items.length > 1 ? any : undefined, thirds }) - 1;
}

/** First, second and all the third characters. */
function startsOf({ starts, source }: Startable): [number, number, number[]][] {
  return starts.split(' ').flatMap((start) => {
    const [firsts, seconds, thirds] = [0, 1, 2].map((at) =>
      codesOf(start[at] as string, source.ignoreCase),
    ) as [number[], number[], number[]];
    return firsts.flatMap((first) =>
      seconds.map((second): [number, number, number[]] => [first, second, thirds]),
    );
  });
}

/** The codes of a class or a letter. */
function codesOf(character: string, ignoreCase: boolean): number[] {
  if (character === '*') {
    return Array.from({ length: ASCII }, (_, code) => code);
  }
  const characters =
    CLASSES[character] ?? (ignoreCase ? character.toUpperCase() + character.toLowerCase() : character);
  return [...characters].map((each) => toIndex(each.charCodeAt(0)));
}
