let cachedSecond = -1;
let cachedPrefix = '';

/**
 * ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it, formatting each second once.
 *
 * @param epochMs - Milliseconds since the epoch, within what a `Date` can hold.
 * @returns For example `2026-11-21T09:10:25.007Z`.
 */
export function toIsoTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== cachedSecond) {
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, -'000Z'.length);
    cachedSecond = second;
  }
  return `${cachedPrefix}${String(epochMs - second * 1000).padStart(3, '0')}Z`;
}
