import type { Finding } from './types';

/** A text as the patterns see it. */
export interface NormalisedText {
  readonly text: string;
  /**
   * Where findings are in the original.
   *
   * @param findings - In order, without overlaps.
   */
  toOriginal(findings: readonly Finding[]): Finding[];
}

const INVISIBLE =
  '\\xad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufe00-\\ufe0f\\ufeff';
const BLANKS = '\\xa0\\u2000-\\u200a\\u202f\\u205f\\u3000';
const HYPHENS = '\\u2010-\\u2015\\u2212';
const DIGITS = '\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f';
const FULL_WIDTH = '\\uff01-\\uff5e';

const ANY_UNUSUAL = new RegExp(`[\\\\${INVISIBLE}${BLANKS}${HYPHENS}${DIGITS}${FULL_WIDTH}]`);
/** Invisible characters, backslashes with what they escape, and single characters: in the order of the groups. */
const UNUSUAL = new RegExp(
  `([${INVISIBLE}]+)|\\\\+(u[\\da-fA-F]{4}|[nrt"'/])?|([${BLANKS}])|([${HYPHENS}])|[${DIGITS}${FULL_WIDTH}]`,
  'g',
);

/**
 * Makes a text plain, so that one pattern fits all the ways to write a thing: leaves out zero-width characters,
 * replaces unusual blanks and hyphens, the digits of other scripts and full-width characters, and decodes the
 * escapes of JSON, also of JSON in JSON.
 *
 * @param original - Any text.
 * @returns Undefined where the text is plain already.
 */
export function normalise(original: string): NormalisedText | undefined {
  if (!ANY_UNUSUAL.test(original)) {
    return undefined;
  }
  let text = '';
  let end = 0;
  /** Where parts begin, in the result and in the original. */
  const starts = [0];
  const origins = [0];
  for (const match of original.matchAll(UNUSUAL)) {
    const [unusual] = match;
    const plain = plainOf(match);
    text += original.slice(end, match.index) + plain;
    end = match.index + unusual.length;
    if (plain.length !== unusual.length) {
      starts.push(text.length);
      origins.push(end);
    }
  }
  text += original.slice(end);
  return { text, toOriginal: (findings) => translate(findings, starts, origins) };
}

function plainOf([unusual, invisible, escaped, blank, hyphen]: RegExpMatchArray): string {
  if (invisible !== undefined) {
    return '';
  }
  if (unusual.startsWith('\\')) {
    return escaped === undefined ? unusual : unescaped(escaped);
  }
  if (blank !== undefined || hyphen !== undefined) {
    return blank === undefined ? '-' : ' ';
  }
  const code = unusual.charCodeAt(0);
  return code > 0xff00 ? String.fromCharCode(code - 0xfee0) : String((code < 0x966 ? code : code - 6) & 15);
}

function unescaped(code: string): string {
  if (code.length > 1) {
    return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  }
  return { n: '\n', r: '\r', t: '\t' }[code] ?? code;
}

function translate(
  findings: readonly Finding[],
  starts: readonly number[],
  origins: readonly number[],
): Finding[] {
  let part = 0;
  const originOf = (index: number): number => {
    while (part + 1 < starts.length && (starts[part + 1] as number) <= index) {
      part += 1;
    }
    return (origins[part] as number) + index - (starts[part] as number);
  };
  return findings.map(({ pattern, start, end }) => ({ pattern, start: originOf(start), end: originOf(end) }));
}
