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
  const write5m = count(reported.cacheWrite5m);
  const write1h = count(reported.cacheWrite1h);
  const input = split(reported.totalInput, reported.uncachedInput, [
    count(reported.cacheRead),
    write5m,
    write1h,
    Math.max(0, count(reported.cacheWrite) - write5m - write1h),
    count(reported.audioInput),
    count(reported.imageInput),
  ]);
  const output = split(reported.totalOutput, reported.plainOutput, [
    count(reported.reasoning),
    count(reported.audioOutput),
    count(reported.imageOutput),
  ]);
  const [cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, cacheWriteTokens, audioInput, imageInput] =
    input.parts as [number, number, number, number, number, number];
  const [reasoningTokens, audioOutputTokens, imageOutputTokens] = output.parts as [number, number, number];
  return {
    uncachedInputTokens: input.rest,
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    audioInputTokens: audioInput,
    imageInputTokens: imageInput,
    outputTokens: output.rest,
    reasoningTokens,
    audioOutputTokens,
    imageOutputTokens,
  };
}

/** Parts within a total, in their order, and what is left of it. */
function split(
  total: unknown,
  rest: unknown,
  parts: readonly number[],
): { readonly parts: readonly number[]; readonly rest: number } {
  if (!isCount(total)) {
    return { parts, rest: count(rest) };
  }
  let left = total;
  const within = parts.map((part) => {
    const taken = Math.min(part, left);
    left -= taken;
    return taken;
  });
  return { parts: within, rest: left };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function count(value: unknown): number {
  return isCount(value) ? value : 0;
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
