/** How one kind of secret is recognised. Several may share a name. */
export interface Pattern<Name extends string = string> {
  readonly name: Name;
  /**
   * With which three characters it begins, several separated by blanks: `#` is a digit, `^` an upper-case letter, `_`
   * a blank, `*` anything. It is tried nowhere else. Letters stand for both cases where `source` ignores case.
   */
  readonly starts: string;
  /** Matches from there. */
  readonly source: RegExp;
  /** Whether the finding is not the match but a group that ends where the match ends: the rest is context. */
  readonly isInContext?: boolean;
  /** Whether the finding begins with a group that ends where the match begins, as a local part does at its `@`. */
  readonly isBehind?: boolean;
  /**
   * Whether a failure holds for the rest of the run of word characters and `-`, so that it is not looked at again.
   * Whatever reads an unbounded run before it can fail has to say so.
   */
  readonly isRun?: boolean;
  /** What the shape does not say, a checksum for example: how much of the finding counts, or 0. */
  readonly accept?: (found: string) => number;
}

/** A table of patterns, whose names the type checker knows. */
export function patterns<const Name extends string>(
  ...table: readonly Pattern<Name>[]
): readonly Pattern<Name>[] {
  return table;
}
