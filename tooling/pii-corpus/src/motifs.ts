import type { Random } from './random';

/** One of each class of characters that scrubbers tell apart, and their usual marks. */
const CHARACTERS = [...'aeAZ0149@.-_:/+=%()[]{}<>"\'\\,;#&$!*|~ \n\tüж用１\u200b\u00a0'];

/** The same, fewer: motifs of three are many. */
const FEW_CHARACTERS = [...'aA14@.-:/+ "\\'];

/** Beginnings of everything that scrubbers look for, and of what they look for before it. */
const WORDS = [
  ...[
    'eyJ',
    'eyJhbGciOiJ.',
    'sk-',
    'sk-ant-',
    'sk-proj-',
    'sk_live_',
    'whsec_',
    'ghp_',
    'github_pat_',
    'glpat-',
  ],
  ...[
    'npm_',
    'pypi-',
    'hf_',
    'AIza',
    'ya29.',
    'xoxb-',
    'xapp-1-',
    'xai-',
    'gsk_',
    'SG.',
    'AKIA',
    'AKIAIOSFODNN7EXAMPLE',
  ],
  ...[
    'Bearer ',
    'Basic ',
    'Authorization: Bearer ',
    'Cookie: a=',
    'Set-Cookie: ["a=b"',
    '-----BEGIN PRIVATE KEY-----',
  ],
  ...[
    '-----END ',
    '://a:',
    '://a:b@',
    '@tcp(',
    'password=',
    'host=a password=',
    'AccountKey=',
    'sig=',
    'secret: ',
  ],
  ...[
    'private_key_id: ',
    'twilio token: ',
    'hooks.slack.com/services/',
    'passport ',
    "driver's license ",
    'DEA ',
  ],
  ...[
    'routing ',
    'medical license ',
    'phone: ',
    'ssn ',
    'version ',
    'DE89',
    'GB82 WEST ',
    '4111 ',
    '4111',
    '123-45-',
  ],
  ...[
    '+1 (',
    '(415) ',
    '415-',
    '1.1.1.',
    '::',
    '1:',
    'fe80::',
    'a.b',
    'a@b.',
    '1.1.',
    '\\u0040',
    '\\n',
    '\\"',
    '"@',
    'www.',
  ],
];

/** What to build texts of. */
export interface Motifs {
  /** Every motif of one or two characters, of three of the commonest, and of a word and a character or a word. */
  readonly systematic: readonly string[];
  /** Motifs of several, repeated and mixed at random. */
  mixed(count: number, random: Random): readonly string[];
}

function products(first: readonly string[], second: readonly string[]): string[] {
  return first.flatMap((one) => second.map((other) => one + other));
}

const PAIRS = products(CHARACTERS, CHARACTERS);

/** The motifs whose repetition makes backtracking and rescanning matchers slow. */
export const motifs: Motifs = {
  systematic: [
    ...new Set([
      ...CHARACTERS,
      ...PAIRS,
      ...products(products(FEW_CHARACTERS, FEW_CHARACTERS), FEW_CHARACTERS),
      ...WORDS,
      ...products(WORDS, CHARACTERS),
      ...products(CHARACTERS, WORDS),
      ...products(WORDS, WORDS),
    ]),
  ],
  mixed: (count, random) =>
    Array.from({ length: count }, () =>
      Array.from({ length: random.integer(2, 4) }, () =>
        random
          .pick([CHARACTERS, PAIRS, WORDS].map((list) => random.pick(list)))
          .repeat(random.integer(1, 40)),
      ).join(''),
    ),
};

/**
 * Repeats a motif, with a beginning and an end that differ from it.
 *
 * @param motif - What is repeated.
 * @param length - How long the text is.
 */
export function repeated(motif: string, length: number): string {
  const text = `x ${motif.repeat(Math.ceil(length / motif.length))}`;
  // Through bytes and back, so that the text is in one piece, as one that was read from somewhere.
  return Buffer.from(`${text.slice(0, length - 1)}!`).toString();
}
