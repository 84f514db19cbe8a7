/**
 * Whether a regular expression has one of the shapes that are known to take exponential or at least cubic time on
 * hostile text: a repetition of something that is itself repeated, as in `(a+)+`, a repetition of alternatives that
 * begin alike, as in `(a|ab)*`, or two neighbouring unbounded repetitions of overlapping classes, as in `\w+\w+`.
 *
 * It looks at the source alone, and errs on both sides: it is a warning, not a proof.
 *
 * @param pattern - A pattern of the user's.
 */
export function isPossiblySlow({ source }: RegExp): boolean {
  const plain = withoutClassesAndEscapes(source);
  return hasNestedRepetition(plain) || hasRepeatedAlternatives(plain) || hasNeighbouringRepetitions(source);
}

/** What may be repeated without end, or so often that it makes no difference. */
const UNBOUNDED = String.raw`(?:[*+]|\{\d+,\}|\{(?:\d+,)?\d{2,}\})`;

/** Each class is `c`, each escape `e`: what is left are letters, groups, alternatives and repetitions. */
function withoutClassesAndEscapes(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, (part) => (part.startsWith('[') ? 'c' : 'e'));
}

function hasNestedRepetition(source: string): boolean {
  return repeatedGroups(source).some((body) => {
    const lastBody = new RegExp(`${UNBOUNDED}\\??\\)*$`).test(body);
    const onlyRepetition = new RegExp(`^(?:\\(|\\?[:=!])*.${UNBOUNDED}`).test(body);
    return lastBody || onlyRepetition;
  });
}

function hasRepeatedAlternatives(source: string): boolean {
  return repeatedGroups(source).some((body) => {
    const beginnings = body.split('|').map((alternative) => alternative.replace(/^(?:\(|\?[:=!<])*/, '')[0]);
    const isAnything = (beginning: string | undefined) =>
      beginning === '.' || beginning === 'c' || beginning === 'e';
    return (
      beginnings.length > 1 && (new Set(beginnings).size < beginnings.length || beginnings.some(isAnything))
    );
  });
}

/** The insides of all groups that are repeated without end. */
function repeatedGroups(source: string): string[] {
  const opened: number[] = [];
  const bodies: string[] = [];
  const repetition = new RegExp(UNBOUNDED, 'y');
  for (let index = 0; index < source.length; index += 1) {
    if (source[index] === '(') {
      opened.push(index + 1);
    } else if (source[index] === ')') {
      const start = opened.pop();
      repetition.lastIndex = index + 1;
      if (start !== undefined && repetition.test(source)) {
        bodies.push(source.slice(start, index));
      }
    }
  }
  return bodies;
}

/** `\w+\w+`, `.*.*`, `[a-z]*\w*`: the same text can be shared out in many ways. */
function hasNeighbouringRepetitions(source: string): boolean {
  return /(\\[wsd]|\.|\[(?:\\.|[^\]\\])*\])[*+]\??\(?(?:\?:)?\1[*+]/s.test(source);
}
