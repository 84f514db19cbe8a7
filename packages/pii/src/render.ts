import type { Replace } from './replacement';
import type { Finding } from './types';

/** A text without its findings. */
export interface Rendered {
  readonly text: string;
  /** Where something was replaced or cut: what is beside it stands beside something else than before. */
  readonly seams: readonly number[];
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
  const seams: number[] = [];
  let text = '';
  let position = 0;
  for (const finding of findings) {
    text += kept.slice(position, finding.start);
    position = finding.end;
    const replacement = replace(finding, original.slice(finding.start, finding.end));
    if (text.length + replacement.length > maxLength) {
      position = kept.length;
      break;
    }
    text += replacement;
    seams.push(text.length);
  }
  text = cut(text + kept.slice(position), maxLength);
  if (kept.length < original.length || position === kept.length) {
    seams.push(text.length);
  }
  return { text, seams };
}

/** Cuts between characters: never inside of a surrogate pair. */
function cut(text: string, maxLength: number): string {
  const isSplit =
    text.length > maxLength &&
    /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(maxLength - 1, maxLength + 1));
  return text.slice(0, isSplit ? maxLength - 1 : maxLength);
}
