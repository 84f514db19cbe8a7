import { styleText } from 'node:util';

/** Styles text, or leaves it as it is where the output is no terminal. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

/**
 * The styles for a stream.
 *
 * @param isTerminal - Whether a person looks at it.
 * @param environment - `NO_COLOR` switches colours off.
 * @returns The styles.
 */
export function styleFor(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const isColoured = isTerminal && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
  const apply =
    (format: 'bold' | 'dim' | 'red' | 'green') =>
    (text: string): string =>
      isColoured ? styleText(format, text, { validateStream: false }) : text;
  return { bold: apply('bold'), dim: apply('dim'), red: apply('red'), green: apply('green') };
}
