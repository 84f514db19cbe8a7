export const DIGITS = '0123456789';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const ALPHANUMERIC = DIGITS + UPPER + LOWER;
export const HEX = '0123456789abcdef';
export const BASE64 = `${ALPHANUMERIC}+/`;
export const BASE64URL = `${ALPHANUMERIC}-_`;

/** Random choices that a seed determines: the same seed makes the same corpus everywhere. */
export class Random {
  #state: number;

  /** @param seed - Any whole number. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of several. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  /** So many characters of an alphabet. */
  string(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.integer(0, alphabet.length - 1)]).join('');
  }

  /** So many digits. */
  digits(length: number): string {
    return this.string(DIGITS, length);
  }

  /** A template in which `#` is a digit, `A` a capital, `a` a small letter, `h` a hexadecimal digit; `\` escapes. */
  shape(template: string): string {
    const alphabets: Readonly<Record<string, string>> = { '#': DIGITS, A: UPPER, a: LOWER, h: HEX };
    return template.replace(/\\(.)|[#Aah]/g, (character, escaped: string | undefined) =>
      escaped === undefined ? this.string(alphabets[character] as string, 1) : escaped,
    );
  }
}
