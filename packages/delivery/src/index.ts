/**
 * A span processor that loses no span.
 *
 * @packageDocumentation
 */
export { getDeliveryStats } from './delivery-runtime';
export { DeliverySpanProcessor } from './delivery-span-processor';
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
