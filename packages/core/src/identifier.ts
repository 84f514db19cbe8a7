const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

type MaybeWellFormed = string & { isWellFormed?: () => boolean };

/**
 * Makes text well-formed Unicode: a lone surrogate becomes U+FFFD. With one in it, `encodeURIComponent`, and
 * with it the W3C baggage propagator, throws inside the host's request.
 *
 * @param text - Any string.
 * @returns The same text, or a copy without lone surrogates.
 */
export function toWellFormed(text: MaybeWellFormed): string {
  return text.isWellFormed?.() === true ? text : text.replace(LONE_SURROGATES, '\uFFFD');
}

/**
 * Turns what a caller gave as an id into the text that is sent: strings as they are, numbers and bigints
 * in decimal, all of it well-formed.
 *
 * @param value - Anything.
 * @returns The text, or undefined where there is nothing that identifies: absent, empty, not finite, an object.
 */
export function toIdentifier(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value === '' ? undefined : toWellFormed(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'bigint':
      return String(value);
    default:
      return undefined;
  }
}
