import type { Replace } from './replacement';
import type { Finding } from './types';

/**
 * Puts replacements in the place of findings, and cuts.
 *
 * @param text - The original.
 * @param findings - In order, without overlaps.
 * @param replace - Says what stands in the place of a finding.
 * @param maxLength - The most that the result may have. A replacement that does not fit is left out.
 */
export function render(
  text: string,
  findings: readonly Finding[],
  replace: Replace,
  maxLength: number,
): string {
  const kept = cut(text, maxLength);
  if (findings.length === 0) {
    return kept;
  }
  let result = '';
  let position = 0;
  for (const finding of findings) {
    result += kept.slice(position, finding.start);
    position = finding.end;
    const replacement = replace(finding, text.slice(finding.start, finding.end));
    if (result.length + replacement.length > maxLength) {
      return cut(result, maxLength);
    }
    result += replacement;
  }
  return cut(result + kept.slice(position), maxLength);
}

/** Cuts between characters: never inside of a surrogate pair. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text;
  }
  const isSplit = /[\ud800-\udbff]$/.test(text.slice(maxLength - 1, maxLength));
  return text.slice(0, isSplit && /^[\udc00-\udfff]/.test(text[maxLength] ?? '') ? maxLength - 1 : maxLength);
}
