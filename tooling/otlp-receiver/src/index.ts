export type {
  Behaviour,
  DropBehaviour,
  LateBehaviour,
  NeverBehaviour,
  PartialSuccessBehaviour,
  StatusBehaviour,
} from './behaviour';
export type {
  ReceivedExemplar,
  ReceivedExponentialBuckets,
  ReceivedExponentialHistogram,
  ReceivedExponentialHistogramPoint,
  ReceivedGauge,
  ReceivedHistogram,
  ReceivedHistogramPoint,
  ReceivedMetric,
  ReceivedNumberPoint,
  ReceivedSum,
  ReceivedSummary,
  ReceivedSummaryPoint,
  Temporality,
} from './metric-types';
export { type OtlpReceiver, type OtlpReceiverOptions, startOtlpReceiver } from './receiver';
export type {
  Attributes,
  AttributeValue,
  ReceivedLogRecord,
  ReceivedRequest,
  ReceivedScope,
  ReceivedSpan,
  ReceivedSpanEvent,
  ReceivedSpanLink,
  Signal,
} from './types';
