/** What may be repeated without end, or so often that it makes no difference. */
const UNBOUNDED = '(?:[*+]|\\{\\d+,\\}|\\{(?:\\d+,)?\\d{2,}\\})';
/** A repetition that is, or ends, a repeated group: `(a+)+`, `((ab)+)*`. */
const NESTED = new RegExp(`(?:^|\\()(?:\\?[:=!])?.${UNBOUNDED}|${UNBOUNDED}\\??\\)*$`);
const REPEATED_GROUP = new RegExp(`\\)${UNBOUNDED}`, 'g');
/** The same repeated twice: `\w+\w+`. Each way to share a text out between them is tried. */
const NEIGHBOURS = /(\\[wsd]|\.|\[(?:\\.|[^\]\\])*\])[*+]\??\(?(?:\?:)?\1[*+]/;

/**
 * Whether a regular expression has one of the shapes that are known to take exponential or at least cubic time on
 * hostile text: a repetition of something that is itself repeated, as in `(a+)+`, a repetition of alternatives that
 * begin alike, as in `(a|ab)*`, or two neighbouring repetitions of the same, as in `\w+\w+`.
 *
 * It looks at the source alone, and errs on both sides: it is a warning, not a proof.
 *
 * @param pattern - A pattern of the user's.
 */
export function isPossiblySlow({ source }: RegExp): boolean {
  // Each class is `c`, each escape `e`: what is left are letters, groups, alternatives and repetitions.
  const plain = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, (part) => (part.startsWith('[') ? 'c' : 'e'));
  const groups = Array.from(plain.matchAll(REPEATED_GROUP), ({ index }) => insideOf(plain, index));
  return NEIGHBOURS.test(source) || groups.some((group) => NESTED.test(group) || haveSameBeginning(group));
}

/** What stands between the parenthesis that closes at an index and its opening one. */
function insideOf(source: string, closing: number): string {
  let depth = 1;
  let index = closing;
  while (depth > 0 && index > 0) {
    index -= 1;
    depth += { ')': 1, '(': -1 }[source[index] as string] ?? 0;
  }
  return source.slice(index + 1, closing);
}

/** Whether two alternatives may begin with the same character. A class or an escape may be anything. */
function haveSameBeginning(group: string): boolean {
  const beginnings = group.split('|').map((alternative) => alternative.replace(/^(?:\(|\?[:=!<])*/, '')[0]);
  const isAmbiguous =
    new Set(beginnings).size < beginnings.length || beginnings.some((each) => /[.ce]/.test(each ?? ''));
  return beginnings.length > 1 && isAmbiguous;
}
