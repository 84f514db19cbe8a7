import type { ReceivedMetric } from './metric-types';
import { readLogRecords } from './read-log-records';
import { readMetrics } from './read-metrics';
import { readSpans } from './read-spans';
import type { ReceivedLogRecord, ReceivedSpan, Signal } from './types';
import type { WireMessage } from './wire-values';

/** What one request brought. */
export interface ReceivedItems {
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  readonly logRecords: readonly ReceivedLogRecord[];
}

/** What differs from signal to signal. */
export interface SignalProtocol {
  readonly signal: Signal;
  readonly requestMessage: string;
  readonly responseMessage: string;
  /** The field of a partial success that counts what was rejected. */
  readonly rejectedField: string;
  read(request: WireMessage): ReceivedItems;
}

/** What a refused request brings. */
export const noItems: ReceivedItems = { spans: [], metrics: [], logRecords: [] };

const protocolsByPath: ReadonlyMap<string, SignalProtocol> = new Map([
  [
    '/v1/traces',
    {
      signal: 'traces',
      requestMessage: 'TracesRequest',
      responseMessage: 'TracesResponse',
      rejectedField: 'rejectedSpans',
      read: (request) => ({ ...noItems, spans: readSpans(request) }),
    },
  ],
  [
    '/v1/metrics',
    {
      signal: 'metrics',
      requestMessage: 'MetricsRequest',
      responseMessage: 'MetricsResponse',
      rejectedField: 'rejectedDataPoints',
      read: (request) => ({ ...noItems, metrics: readMetrics(request) }),
    },
  ],
  [
    '/v1/logs',
    {
      signal: 'logs',
      requestMessage: 'LogsRequest',
      responseMessage: 'LogsResponse',
      rejectedField: 'rejectedLogRecords',
      read: (request) => ({ ...noItems, logRecords: readLogRecords(request) }),
    },
  ],
]);

/** The signal that is sent to a path. */
export function protocolOf(path: string): SignalProtocol | undefined {
  return protocolsByPath.get(path);
}

/** How many items OTLP counts: spans, data points, log records. */
export function countItems({ spans, metrics, logRecords }: ReceivedItems): number {
  const dataPoints = metrics.reduce((count, metric) => count + metric.dataPoints.length, 0);
  return spans.length + dataPoints + logRecords.length;
}

/** The first items, in the order of the request. */
export function firstItems({ spans, metrics, logRecords }: ReceivedItems, count: number): ReceivedItems {
  return {
    spans: spans.slice(0, count),
    metrics: firstDataPoints(metrics, count),
    logRecords: logRecords.slice(0, count),
  };
}

function firstDataPoints(metrics: readonly ReceivedMetric[], count: number): ReceivedMetric[] {
  const kept: ReceivedMetric[] = [];
  let left = count;
  for (const metric of metrics) {
    if (left === 0) break;
    const shortened = { ...metric, dataPoints: metric.dataPoints.slice(0, left) } as ReceivedMetric;
    left -= shortened.dataPoints.length;
    kept.push(shortened);
  }
  return kept;
}
