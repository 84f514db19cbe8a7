/**
 * The words by which a text is found: those of at least three letters, since shorter ones are in every text.
 *
 * @param text - Any text.
 */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu))];
}
