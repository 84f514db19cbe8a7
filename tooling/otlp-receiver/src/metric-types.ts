import type { Attributes, ReceivedScope } from './types';

/** How the points of a metric relate to the ones before. */
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

/** A sample that was kept beside an aggregated point. */
export interface ReceivedExemplar {
  /** A `bigint` only when it is an integer outside the safe range; `undefined` when the sender gave none. */
  readonly value: number | bigint | undefined;
  readonly timeUnixNano: bigint;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly filteredAttributes: Attributes;
}

interface ReceivedPoint {
  readonly attributes: Attributes;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
}

/** A point of a gauge or a sum. */
export interface ReceivedNumberPoint extends ReceivedPoint {
  /** A `bigint` only when it is an integer outside the safe range; `undefined` when the sender gave none. */
  readonly value: number | bigint | undefined;
  readonly exemplars: readonly ReceivedExemplar[];
}

interface ReceivedDistributionPoint extends ReceivedPoint {
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly exemplars: readonly ReceivedExemplar[];
}

/** A point of a histogram with explicit bounds. */
export interface ReceivedHistogramPoint extends ReceivedDistributionPoint {
  readonly bucketCounts: readonly number[];
  readonly explicitBounds: readonly number[];
}

/** One half of an exponential histogram. */
export interface ReceivedExponentialBuckets {
  readonly offset: number;
  readonly bucketCounts: readonly number[];
}

/** A point of an exponential histogram. */
export interface ReceivedExponentialHistogramPoint extends ReceivedDistributionPoint {
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positive: ReceivedExponentialBuckets;
  readonly negative: ReceivedExponentialBuckets;
}

/** A point of a summary. */
export interface ReceivedSummaryPoint extends ReceivedPoint {
  readonly count: number;
  readonly sum: number;
  readonly quantileValues: readonly { readonly quantile: number; readonly value: number }[];
}

interface ReceivedMetricBase {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly resource: Attributes;
  readonly scope: ReceivedScope;
}

/** A gauge that the receiver accepted. */
export interface ReceivedGauge extends ReceivedMetricBase {
  readonly type: 'gauge';
  readonly temporality: undefined;
  readonly monotonic: undefined;
  readonly dataPoints: readonly ReceivedNumberPoint[];
}

/** A sum that the receiver accepted. */
export interface ReceivedSum extends ReceivedMetricBase {
  readonly type: 'sum';
  readonly temporality: Temporality;
  readonly monotonic: boolean;
  readonly dataPoints: readonly ReceivedNumberPoint[];
}

/** A histogram with explicit bounds that the receiver accepted. */
export interface ReceivedHistogram extends ReceivedMetricBase {
  readonly type: 'histogram';
  readonly temporality: Temporality;
  readonly monotonic: undefined;
  readonly dataPoints: readonly ReceivedHistogramPoint[];
}

/** An exponential histogram that the receiver accepted. */
export interface ReceivedExponentialHistogram extends ReceivedMetricBase {
  readonly type: 'exponentialHistogram';
  readonly temporality: Temporality;
  readonly monotonic: undefined;
  readonly dataPoints: readonly ReceivedExponentialHistogramPoint[];
}

/** A summary that the receiver accepted. */
export interface ReceivedSummary extends ReceivedMetricBase {
  readonly type: 'summary';
  readonly temporality: undefined;
  readonly monotonic: undefined;
  readonly dataPoints: readonly ReceivedSummaryPoint[];
}

/** A metric that the receiver accepted; `type` tells which kind its data points are. */
export type ReceivedMetric =
  | ReceivedGauge
  | ReceivedSum
  | ReceivedHistogram
  | ReceivedExponentialHistogram
  | ReceivedSummary;
