/** How long an id may be, percent-encoded as it is in a header: seven of them must fit into one. */
const MAX_IDENTIFIER_BYTES = 512;

/** One UTF-16 unit takes at most nine characters percent-encoded (`%E3%81%82`): shorter text needs no count. */
const MAX_BYTES_PER_UNIT = 9;

/**
 * Makes text well-formed Unicode: a lone surrogate becomes U+FFFD. With one in it `encodeURIComponent`, and
 * with it the W3C baggage propagator, throws inside the host's request.
 *
 * @param text - Any string.
 * @returns The same text, or a copy without lone surrogates.
 */
export function toWellFormed(text: string): string {
  // ES2024, and in every runtime that we support; TypeScript's library for our target does not know it yet.
  return (text as string & { toWellFormed(): string }).toWellFormed();
}

/**
 * Turns what a caller gave as an id into the text that is sent: strings as they are, numbers and bigints
 * in decimal, all of it well-formed.
 *
 * @param value - Anything.
 * @returns The text; undefined where there is nothing that identifies: absent, empty, not finite, an object,
 * or longer than 512 bytes percent-encoded (a cut id would be another id).
 */
export function toIdentifier(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'bigint' && !Number.isFinite(value)) {
    return undefined;
  }
  const text = toWellFormed(String(value));
  const fits =
    text.length * MAX_BYTES_PER_UNIT <= MAX_IDENTIFIER_BYTES ||
    (text.length <= MAX_IDENTIFIER_BYTES && encodeURIComponent(text).length <= MAX_IDENTIFIER_BYTES);
  return fits && text !== '' ? text : undefined;
}
