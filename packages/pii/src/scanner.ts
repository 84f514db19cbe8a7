import type { Pattern } from './pattern';
import { type Candidates, OTHER, triggersOf, WORD } from './triggers';
import type { Finding } from './types';

/** A pattern, ready to be tried at a place. */
interface Matcher {
  readonly pattern: Pattern;
  readonly sticky: RegExp;
  /** Its place among all matchers. */
  readonly index: number;
}

/** What a scan has seen. */
interface Scanned {
  /** What the patterns match: perhaps not in order, and it may overlap. */
  readonly findings: Finding[];
  /** Where something could have begun and did not: here alone something else beside it could make a difference. */
  readonly misses: number[];
}

/** Many patterns, looked for together. */
export interface Scanner {
  /** Finds what begins before `limit`. */
  scan(text: string, limit: number): Scanned;
  /** Whether anything begins at one of these places, which have to be roughly in ascending order. */
  isAnyAt(text: string, positions: readonly number[]): boolean;
}

/**
 * Makes one scanner of many patterns. It walks through a text once, from left to right. Three characters decide which
 * matchers are tried, and nearly always there is none; a word is tried at its beginning, and otherwise passed over.
 *
 * @param patterns - What to look for.
 */
export function createScanner(patterns: readonly Pattern[]): Scanner {
  const matchers = patterns.map((pattern, index) => ({
    pattern,
    sticky: new RegExp(pattern.source, `${pattern.source.flags}y`),
    index,
  }));
  const { kinds, candidatesOf } = triggersOf(matchers);
  /** Up to where a matcher need not be tried again. Shared by all scans: none begins inside of another. */
  const blocked = new Int32Array(matchers.length);

  return {
    scan(text, limit) {
      const findings: Finding[] = [];
      const misses: number[] = [];
      blocked.fill(0);
      let position = 0;
      /** The end of the last finding: what comes next stands beside its replacement, as at the beginning of a text. */
      let from = 0;
      while (position < limit) {
        const code = text.charCodeAt(position);
        const kind = code < 128 ? kinds[code] : OTHER;
        if (kind === OTHER) {
          position += 1;
          continue;
        }
        const candidates = candidatesOf(code, codeAt(text, position + 1), codeAt(text, position + 2));
        if (candidates !== undefined) {
          const end = isInsideNumber(text, position, from)
            ? 0
            : tryAll(candidates, text, position, blocked, findings);
          if (end > position) {
            position = end;
            from = end;
            continue;
          }
          misses.push(position);
        }
        position = kind === WORD ? endOfWord(text, position + 1, limit, kinds) : position + 1;
      }
      return { findings, misses };
    },
    isAnyAt(text, positions) {
      const findings: Finding[] = [];
      blocked.fill(0);
      return positions.some((position) => {
        const code = codeAt(text, position);
        const candidates =
          code < 128 ? candidatesOf(code, codeAt(text, position + 1), codeAt(text, position + 2)) : undefined;
        return (
          candidates !== undefined &&
          !isInsideNumber(text, position, 0) &&
          (tryAll(candidates, text, position, blocked, findings) > 0 || findings.length > 0)
        );
      });
    },
  };
}

/** 0 behind the end. */
function codeAt(text: string, position: number): number {
  return position < text.length ? text.charCodeAt(position) : 0;
}

function endOfWord(text: string, start: number, limit: number, kinds: Uint8Array): number {
  let position = start;
  while (position < limit) {
    const code = text.charCodeAt(position);
    if (code > 127 || kinds[code] !== WORD) {
      break;
    }
    position += 1;
  }
  return position;
}

/** Whether digits continue a number that has begun before: a version, a date, an order number, a fraction. */
function isInsideNumber(text: string, position: number, from: number): boolean {
  if (position - 2 < from || !isDigit(text.charCodeAt(position))) {
    return false;
  }
  const separator = text[position - 1];
  return (separator === '-' || separator === '.') && isDigit(text.charCodeAt(position - 2));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * Tries matchers at a place. Findings that begin further on, behind their context, are added at once, and the scanner
 * goes on as if nothing had been: it may find something in the context, or something more specific in the finding.
 *
 * @returns The end of the longest finding that begins here or before, which is added; 0 where there is none.
 */
function tryAll(
  { items, any }: Candidates<Matcher>,
  text: string,
  position: number,
  blocked: Int32Array,
  findings: Finding[],
): number {
  // A matcher that need not be tried again must not be tried as one of several either.
  if (any !== undefined && items.every(({ index }) => position >= (blocked[index] as number))) {
    any.lastIndex = position;
    if (!any.test(text)) {
      return 0;
    }
  }
  let longest: Finding | undefined;
  for (const matcher of items) {
    if (position < (blocked[matcher.index] as number) || isCredential(matcher, position, findings)) {
      continue;
    }
    const found = findingAt(matcher, text, position);
    if (found === undefined) {
      blocked[matcher.index] = matcher.pattern.isRun === true ? endOfRun(text, position) : 0;
      continue;
    }
    blocked[matcher.index] = found.end;
    if (found.start > position) {
      findings.push(found);
    } else if (longest === undefined || found.end > longest.end) {
      longest = found;
    }
  }
  if (longest !== undefined) {
    findings.push(longest);
  }
  return longest?.end ?? 0;
}

/** Whether what lies behind has gone already: the password before the `@` of a URL is no local part. */
function isCredential({ pattern }: Matcher, position: number, findings: readonly Finding[]): boolean {
  return pattern.isBehind === true && findings[findings.length - 1]?.end === position;
}

const run = /[\w-]*/y;

function endOfRun(text: string, position: number): number {
  run.lastIndex = position;
  run.exec(text);
  return run.lastIndex;
}

function findingAt({ pattern, sticky }: Matcher, text: string, position: number): Finding | undefined {
  sticky.lastIndex = position;
  const match = sticky.exec(text);
  if (match === null) {
    return undefined;
  }
  let start = position;
  let end = sticky.lastIndex;
  if (pattern.isInContext === true) {
    start = end - (match[1] ?? match[2] ?? '').length;
  } else if (pattern.isBehind === true) {
    start = position - (match[1] ?? '').length;
  }
  if (pattern.accept !== undefined) {
    end = start + pattern.accept(text.slice(start, end));
  }
  return end > start ? { pattern: pattern.name, start, end } : undefined;
}
