/**
 * A span processor that loses no span.
 *
 * @packageDocumentation
 */
export { getDeliveryStats, type Participant } from './delivery-runtime';
export { DeliverySpanProcessor } from './delivery-span-processor';
export { joinEndings } from './endings';
export type {
  AnySpanExporter,
  DeliveryOptions,
  DeliveryStats,
  DropReason,
  EndedSpan,
  ExporterDeliveryOptions,
  ExporterResult,
  OtlpDeliveryOptions,
  QueueOptions,
  SpanEvent,
  SpanResource,
  SpanScope,
  SpoolOptions,
  TlsOptions,
} from './types';
export { untraced } from './untraced';
