import type { Replace } from './replacement';
import type { Finding } from './types';

/** A text without its findings. */
export interface Rendered {
  readonly text: string;
  /** What stands in the place of each finding. */
  readonly replacements: readonly string[];
  /** Whether something was left out. */
  readonly isCut: boolean;
}

/**
 * Puts replacements in the place of findings, and cuts.
 *
 * @param original - The text.
 * @param findings - In order, without overlaps.
 * @param replace - Says what stands in the place of a finding.
 * @param maxLength - The most that the result may have. A replacement that does not fit is left out.
 */
export function render(
  original: string,
  findings: readonly Finding[],
  replace: Replace,
  maxLength: number,
): Rendered {
  const kept = cut(original, maxLength);
  const replacements: string[] = [];
  let isCut = kept.length < original.length;
  let text = '';
  let position = 0;
  for (const finding of findings) {
    text += kept.slice(position, finding.start);
    position = finding.end;
    const replacement = replace(finding, original.slice(finding.start, finding.end));
    if (text.length + replacement.length > maxLength) {
      position = kept.length;
      isCut = true;
      break;
    }
    text += replacement;
    replacements.push(replacement);
  }
  text += kept.slice(position);
  return { text: cut(text, maxLength), replacements, isCut: isCut || text.length > maxLength };
}

/** Cuts between characters: never inside of a surrogate pair. */
function cut(text: string, maxLength: number): string {
  const isSplit =
    text.length > maxLength &&
    /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(maxLength - 1, maxLength + 1));
  return text.slice(0, isSplit ? maxLength - 1 : maxLength);
}
