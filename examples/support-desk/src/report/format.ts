import type { Figures } from './figures';

const DOLLAR_DIGITS = 6;

/** `1,234`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `0.001234`, with `+ ?` where some calls have no known price, and `unknown` where none has. */
export function formatDollars({ dollars, modelCalls, unpricedCalls }: Figures): string {
  if (unpricedCalls > 0 && unpricedCalls === modelCalls) {
    return 'unknown';
  }
  const known = dollars.toLocaleString('en', {
    minimumFractionDigits: DOLLAR_DIGITS,
    maximumFractionDigits: DOLLAR_DIGITS,
  });
  return unpricedCalls > 0 ? `${known} + ?` : known;
}

/** `12 ms`, `1.2 s`. */
export function formatDuration(startNs: bigint, endNs: bigint): string {
  const milliseconds = Number(endNs - startNs) / 1e6;
  if (milliseconds >= 1000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** Text of somebody else's as it may be printed: an id can hold what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}
