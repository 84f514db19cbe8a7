/**
 * What a model call used, in disjoint counts: each token is in exactly one of them. All input counts together are the
 * provider's input total, all output counts its output total.
 */
export interface Usage {
  /** Input that was neither read from nor written to a cache, and has no count of its own below. */
  readonly uncachedInputTokens: number;
  /** Input read from the provider's cache. */
  readonly cacheReadTokens: number;
  /** Input written to the provider's cache, where it does not say for how long. */
  readonly cacheWriteTokens: number;
  /** Input written to the cache for five minutes. */
  readonly cacheWrite5mTokens: number;
  /** Input written to the cache for an hour. */
  readonly cacheWrite1hTokens: number;
  /** Uncached input of audio. */
  readonly audioInputTokens: number;
  /** Uncached input of images. */
  readonly imageInputTokens: number;
  /** Output that has no count of its own below. */
  readonly outputTokens: number;
  /** Output that the model thought with. */
  readonly reasoningTokens: number;
  /** Output of audio. */
  readonly audioOutputTokens: number;
  /** Output of images. */
  readonly imageOutputTokens: number;
}

/** What a provider reports: totals, and parts of them. Anything that is no count from 0 is taken as not reported. */
export interface ReportedUsage {
  /** All input, where the provider gives it; else it is the sum of the parts and `uncachedInput`. */
  readonly totalInput?: unknown;
  /** The input outside of all parts, where the provider gives that in place of a total. */
  readonly uncachedInput?: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheWrite5m?: unknown;
  readonly cacheWrite1h?: unknown;
  readonly audioInput?: unknown;
  readonly imageInput?: unknown;
  /** All output, parts included. */
  readonly totalOutput?: unknown;
  /** The output outside of all parts, where the provider gives that in place of a total. */
  readonly plainOutput?: unknown;
  readonly reasoning?: unknown;
  readonly audioOutput?: unknown;
  readonly imageOutput?: unknown;
}

/**
 * Makes disjoint counts of what a provider reports. Where parts are more than their total, the later ones are cut: the
 * total is what is billed.
 *
 * @param reported - Totals and parts. `cacheWrite` includes what is reported by lifetime.
 * @returns Counts whose sums are the totals.
 */
export function toUsage(reported: ReportedUsage): Usage {
  const { totalInput, totalOutput } = reported;
  const hasInputTotal = isCount(totalInput);
  const hasOutputTotal = isCount(totalOutput);
  const write5m = count(reported.cacheWrite5m);
  const write1h = count(reported.cacheWrite1h);
  // Straight, without a list of parts: this runs once per model call.
  let left = hasInputTotal ? totalInput : Number.POSITIVE_INFINITY;
  const cacheReadTokens = Math.min(count(reported.cacheRead), left);
  left -= cacheReadTokens;
  const cacheWrite5mTokens = Math.min(write5m, left);
  left -= cacheWrite5mTokens;
  const cacheWrite1hTokens = Math.min(write1h, left);
  left -= cacheWrite1hTokens;
  const cacheWriteTokens = Math.min(Math.max(0, count(reported.cacheWrite) - write5m - write1h), left);
  left -= cacheWriteTokens;
  const audioInputTokens = Math.min(count(reported.audioInput), left);
  left -= audioInputTokens;
  const imageInputTokens = Math.min(count(reported.imageInput), left);
  const uncachedInputTokens = hasInputTotal ? left - imageInputTokens : count(reported.uncachedInput);

  left = hasOutputTotal ? totalOutput : Number.POSITIVE_INFINITY;
  const reasoningTokens = Math.min(count(reported.reasoning), left);
  left -= reasoningTokens;
  const audioOutputTokens = Math.min(count(reported.audioOutput), left);
  left -= audioOutputTokens;
  const imageOutputTokens = Math.min(count(reported.imageOutput), left);
  const outputTokens = hasOutputTotal ? left - imageOutputTokens : count(reported.plainOutput);

  return {
    uncachedInputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    audioInputTokens,
    imageInputTokens,
    outputTokens,
    reasoningTokens,
    audioOutputTokens,
    imageOutputTokens,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function count(value: unknown): number {
  return isCount(value) ? value : 0;
}

/**
 * The sum of usages, count by count.
 *
 * @param usages - Those that are not known are left out.
 * @returns Undefined where none is known.
 */
export function sumUsage(usages: readonly (Usage | undefined)[]): Usage | undefined {
  return usages.reduce((left, right) => {
    if (left === undefined || right === undefined) {
      return left ?? right;
    }
    const total: Record<string, number> = {};
    for (const [key, value] of Object.entries(left)) {
      total[key] = value + right[key as keyof Usage];
    }
    return total as unknown as Usage;
  }, undefined);
}

/** All input of a call, cached or not. */
export function totalInputTokens(usage: Usage): number {
  return (
    usage.uncachedInputTokens +
    usage.cacheReadTokens +
    usage.cacheWriteTokens +
    usage.cacheWrite5mTokens +
    usage.cacheWrite1hTokens +
    usage.audioInputTokens +
    usage.imageInputTokens
  );
}

/** All output of a call, reasoning included. */
export function totalOutputTokens(usage: Usage): number {
  return usage.outputTokens + usage.reasoningTokens + usage.audioOutputTokens + usage.imageOutputTokens;
}
