import type {
  ReceivedExemplar,
  ReceivedExponentialBuckets,
  ReceivedExponentialHistogramPoint,
  ReceivedHistogramPoint,
  ReceivedMetric,
  ReceivedNumberPoint,
  ReceivedSummaryPoint,
  Temporality,
} from './metric-types';
import { readAttributes, readResource, readScope } from './read-attributes';
import type { Attributes, ReceivedScope } from './types';
import {
  asCount,
  asDouble,
  asInteger,
  DecodeError,
  readBoolean,
  readField,
  readId,
  readList,
  readMessage,
  readMessages,
  readOptionalDouble,
  readOptionalMessage,
  readSmallInteger,
  readString,
  readTime,
  type WireMessage,
} from './wire-values';

/** The metrics of a decoded `ExportMetricsServiceRequest`, in its order. */
export function readMetrics(request: WireMessage): ReceivedMetric[] {
  return readMessages(request, 'resourceMetrics').flatMap((resourceMetrics) => {
    const resource = readResource(resourceMetrics);
    return readMessages(resourceMetrics, 'scopeMetrics').flatMap((scopeMetrics) => {
      const scope = readScope(scopeMetrics);
      return readMessages(scopeMetrics, 'metrics').map((metric) => readMetric(metric, resource, scope));
    });
  });
}

function readMetric(metric: WireMessage, resource: Attributes, scope: ReceivedScope): ReceivedMetric {
  const common = {
    name: readString(metric, 'name'),
    unit: readString(metric, 'unit'),
    description: readString(metric, 'description'),
    resource,
    scope,
  };
  const without = { temporality: undefined, monotonic: undefined };
  const gauge = readOptionalMessage(metric, 'gauge');
  if (gauge) return { ...common, ...without, type: 'gauge', dataPoints: readPoints(gauge, readNumberPoint) };
  const sum = readOptionalMessage(metric, 'sum');
  if (sum) {
    const monotonic = readBoolean(sum, 'isMonotonic');
    const dataPoints = readPoints(sum, readNumberPoint);
    return { ...common, type: 'sum', temporality: readTemporality(sum), monotonic, dataPoints };
  }
  const histogram = readOptionalMessage(metric, 'histogram');
  if (histogram) {
    const dataPoints = readPoints(histogram, readHistogramPoint);
    const temporality = readTemporality(histogram);
    return { ...common, ...without, type: 'histogram', temporality, dataPoints };
  }
  const exponential = readOptionalMessage(metric, 'exponentialHistogram');
  if (exponential) {
    const dataPoints = readPoints(exponential, readExponentialHistogramPoint);
    const temporality = readTemporality(exponential);
    return { ...common, ...without, type: 'exponentialHistogram', temporality, dataPoints };
  }
  const summary = readOptionalMessage(metric, 'summary');
  if (summary) {
    return { ...common, ...without, type: 'summary', dataPoints: readPoints(summary, readSummaryPoint) };
  }
  throw new DecodeError(`the metric ${common.name} has no data of a known type`);
}

function readPoints<Point>(data: WireMessage, readPoint: (point: WireMessage) => Point): Point[] {
  return readMessages(data, 'dataPoints').map(readPoint);
}

function readTemporality(data: WireMessage): Temporality {
  const code = readSmallInteger(data, 'aggregationTemporality');
  return (['unspecified', 'delta', 'cumulative'] as const)[code] ?? 'unspecified';
}

function readPoint(point: WireMessage) {
  return {
    attributes: readAttributes(point, 'attributes'),
    startTimeUnixNano: readTime(point, 'startTimeUnixNano'),
    timeUnixNano: readTime(point, 'timeUnixNano'),
    flags: readSmallInteger(point, 'flags'),
  };
}

function readNumber(message: WireMessage): number | bigint | undefined {
  const integer = readField(message, 'asInt');
  return integer === undefined ? readOptionalDouble(message, 'asDouble') : asInteger(integer, 'asInt');
}

function readNumberPoint(point: WireMessage): ReceivedNumberPoint {
  return { ...readPoint(point), value: readNumber(point), exemplars: readExemplars(point) };
}

function readDistributionPoint(point: WireMessage) {
  return {
    ...readPoint(point),
    count: asCount(readField(point, 'count') ?? 0, 'count'),
    sum: readOptionalDouble(point, 'sum'),
    min: readOptionalDouble(point, 'min'),
    max: readOptionalDouble(point, 'max'),
    exemplars: readExemplars(point),
  };
}

function readCounts(message: WireMessage): number[] {
  return readList(message, 'bucketCounts').map((count) => asCount(count, 'bucketCounts'));
}

function readHistogramPoint(point: WireMessage): ReceivedHistogramPoint {
  return {
    ...readDistributionPoint(point),
    bucketCounts: readCounts(point),
    explicitBounds: readList(point, 'explicitBounds').map((bound) => asDouble(bound, 'explicitBounds')),
  };
}

function readExponentialHistogramPoint(point: WireMessage): ReceivedExponentialHistogramPoint {
  return {
    ...readDistributionPoint(point),
    scale: readSmallInteger(point, 'scale'),
    zeroCount: asCount(readField(point, 'zeroCount') ?? 0, 'zeroCount'),
    zeroThreshold: readOptionalDouble(point, 'zeroThreshold') ?? 0,
    positive: readBuckets(readMessage(point, 'positive')),
    negative: readBuckets(readMessage(point, 'negative')),
  };
}

function readBuckets(buckets: WireMessage): ReceivedExponentialBuckets {
  return { offset: readSmallInteger(buckets, 'offset'), bucketCounts: readCounts(buckets) };
}

function readSummaryPoint(point: WireMessage): ReceivedSummaryPoint {
  return {
    ...readPoint(point),
    count: asCount(readField(point, 'count') ?? 0, 'count'),
    sum: readOptionalDouble(point, 'sum') ?? 0,
    quantileValues: readMessages(point, 'quantileValues').map((quantileValue) => ({
      quantile: readOptionalDouble(quantileValue, 'quantile') ?? 0,
      value: readOptionalDouble(quantileValue, 'value') ?? 0,
    })),
  };
}

function readExemplars(point: WireMessage): ReceivedExemplar[] {
  return readMessages(point, 'exemplars').map((exemplar) => ({
    value: readNumber(exemplar),
    timeUnixNano: readTime(exemplar, 'timeUnixNano'),
    traceId: readId(exemplar, 'traceId', 16),
    spanId: readId(exemplar, 'spanId', 8),
    filteredAttributes: readAttributes(exemplar, 'filteredAttributes'),
  }));
}
