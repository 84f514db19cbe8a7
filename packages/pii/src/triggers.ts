/** What a character is to the scanner. */
export const OTHER = 0;
/** A letter or a digit: tried at the beginning of a word only. */
export const WORD = 1;
/** Anything else that something begins with: tried everywhere. */
export const SYMBOL = 2;

const ASCII = 128;
const DIGITS = '0123456789';
const UPPER_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CLASSES: Readonly<Record<string, string>> = { '#': DIGITS, '^': UPPER_CASE };

/** Something that begins with certain pairs of characters. */
interface Startable {
  /** See `starts` of a pattern. */
  readonly starts: string;
  readonly source: RegExp;
}

/** What may begin where. */
export interface Triggers<T> {
  /** What each ASCII character is. */
  readonly kinds: Uint8Array;
  /** Who can begin with these two characters, the first of which is ASCII. */
  candidatesOf(first: number, second: number): readonly T[];
}

/**
 * Makes the table of the pairs of characters that things begin with.
 *
 * @param items - In the order in which they are to be tried.
 */
export function triggersOf<T extends { readonly pattern: Startable }>(items: readonly T[]): Triggers<T> {
  const kinds = new Uint8Array(ASCII).fill(OTHER);
  for (const character of DIGITS + UPPER_CASE + UPPER_CASE.toLowerCase()) {
    kinds[character.charCodeAt(0)] = WORD;
  }
  /** For each pair the place of its list: a table of bytes stays in the processor's cache. */
  const table = new Uint8Array(ASCII * ASCII);
  const lists: (readonly T[])[] = [[]];
  for (const item of items) {
    for (const pair of pairsOf(item.pattern)) {
      const [first, second] = pair as [number, number];
      kinds[first] ||= SYMBOL;
      const candidates = lists[table[first * ASCII + second] as number] as readonly T[];
      if (!candidates.includes(item)) {
        table[first * ASCII + second] = placeOf([...candidates, item], lists);
      }
    }
  }
  return {
    kinds,
    candidatesOf: (first, second) =>
      lists[table[first * ASCII + (second < ASCII ? second : 0)] as number] as readonly T[],
  };
}

function placeOf<T>(list: readonly T[], lists: (readonly T[])[]): number {
  const place = lists.findIndex(
    (other) => other.length === list.length && other.every((item, at) => item === list[at]),
  );
  return place < 0 ? lists.push(list) - 1 : place;
}

function pairsOf({ starts, source }: Startable): number[][] {
  return starts.split(' ').flatMap(([first = '', second = '']) => {
    const seconds =
      second === '*' ? Array.from({ length: ASCII }, (_, code) => code) : codesOf(second, source.ignoreCase);
    return codesOf(first, source.ignoreCase).flatMap((code) => seconds.map((next) => [code, next]));
  });
}

/** The codes of a class or a letter. All that is not ASCII shares the first place. */
function codesOf(character: string, ignoreCase: boolean): number[] {
  const characters =
    CLASSES[character] ?? (ignoreCase ? character.toUpperCase() + character.toLowerCase() : character);
  return [...characters].map((each) => (each.charCodeAt(0) < ASCII ? each.charCodeAt(0) : 0));
}
