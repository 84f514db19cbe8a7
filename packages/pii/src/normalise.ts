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

const INVISIBLE = '\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff';
/** Blanks, hyphens, the digits of Arabic, Persian and Hindi, and what is full-width. */
const UNUSUAL =
  '\xa0\u2000-\u200a\u202f\u205f\u3000\u2010-\u2015\u2212\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff01-\uff5e';

const ANYTHING = new RegExp(`[\\\\${INVISIBLE}${UNUSUAL}]`);
const EVERYTHING = new RegExp(`[${INVISIBLE}]+|\\\\+(?:u[\\da-fA-F]{4}|[nrt"'/])?|[${UNUSUAL}]`, 'g');

/**
 * Makes a text plain, so that one pattern fits all the ways to write a thing: leaves out zero-width characters,
 * replaces unusual blanks, hyphens and digits and full-width characters, and decodes the escapes of JSON, also of
 * JSON in JSON.
 *
 * @param original - Any text.
 * @returns Undefined where the text is plain already.
 */
export function normalise(original: string): NormalisedText | undefined {
  if (!ANYTHING.test(original)) {
    return undefined;
  }
  let end = 0;
  let length = 0;
  const parts: string[] = [];
  /** Where parts begin, in the result and in the original. */
  const starts = [0];
  const origins = [0];
  EVERYTHING.lastIndex = 0;
  for (let match = EVERYTHING.exec(original); match !== null; match = EVERYTHING.exec(original)) {
    const [unusual] = match;
    const plain = plainOf(unusual);
    parts.push(original.slice(end, match.index), plain);
    length += match.index - end + plain.length;
    end = match.index + unusual.length;
    if (plain.length !== unusual.length) {
      starts.push(length);
      origins.push(end);
    }
  }
  const text = parts.join('') + original.slice(end);
  return { text, toOriginal: (findings) => translate(findings, starts, origins) };
}

function plainOf(unusual: string): string {
  const code = unusual.charCodeAt(0);
  if (code === 0x5c) {
    return unescaped(unusual);
  }
  if (code > 0xff00 && code < 0xff5f) {
    return String.fromCharCode(code - 0xfee0);
  }
  if ((code & ~0xf) === 0x2010 || code === 0x2212) {
    return '-';
  }
  if (code > 0x65f && code < 0x970) {
    return String((code < 0x966 ? code : code - 6) & 15);
  }
  // What is left is a blank for JavaScript too, or invisible.
  return code !== 0xfeff && /\s/.test(unusual) ? ' ' : '';
}

/** Of backslashes and what they escape; texts in texts have several. Without an escape they stay as they are. */
function unescaped(backslashes: string): string {
  const last = backslashes[backslashes.length - 1] as string;
  if (backslashes.length > 5 && backslashes[backslashes.length - 5] === 'u') {
    return String.fromCharCode(Number.parseInt(backslashes.slice(-4), 16));
  }
  return last === '\\' ? backslashes : ({ n: '\n', r: '\r', t: '\t' }[last] ?? last);
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
