/** The lower quartile, the median and the upper quartile. */
export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/**
 * The value below which a share of all values lies, interpolated between neighbours.
 *
 * @param values - At least one.
 * @param share - From 0 to 1.
 * @throws RangeError where there is no value.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) {
    throw new RangeError('no quantile of nothing');
  }
  return below + (above - below) * (position - Math.floor(position));
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median and quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  return { lower: quantile(values, 0.25), median: median(values), upper: quantile(values, 0.75) };
}

/**
 * Combines two series round by round, so that what slows a whole round down falls out.
 *
 * @param values - A contender's samples.
 * @param baseline - The samples of the baseline, of the same rounds.
 * @param combine - What to make of the two samples of a round.
 * @throws RangeError where the series differ in length.
 */
export function perRound(
  values: readonly number[],
  baseline: readonly number[],
  combine: (value: number, base: number) => number,
): number[] {
  if (values.length !== baseline.length) {
    throw new RangeError(`${values.length} rounds cannot be compared with ${baseline.length}`);
  }
  return values.map((value, round) => combine(value, baseline[round] as number));
}

/**
 * The same items in another order (Fisher-Yates): no contender always follows the same neighbour.
 *
 * @param items - Left as they are.
 * @param random - From 0 to below 1. @defaultValue Math.random
 */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
