import type { ExportResult } from '@opentelemetry/core';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { OtlpExporters } from './exporters-environment';

declare global {
  var otlpExporters: OtlpExporters;
}

/** The real exporters; a test that uses them runs in `exporters-environment.ts`. */
export const { metrics, logs, diag } = globalThis.otlpExporters;

/** Every way in which a real exporter writes a request. */
export const encodings = [
  { encoding: 'protobuf', compression: CompressionAlgorithm.NONE },
  { encoding: 'protobuf', compression: CompressionAlgorithm.GZIP },
  { encoding: 'json', compression: CompressionAlgorithm.NONE },
  { encoding: 'json', compression: CompressionAlgorithm.GZIP },
] as const;

/** Real ended spans with these names. */
export function realSpans(...names: string[]): ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer('test');
  for (const name of names) tracer.startSpan(name).end();
  return memory.getFinishedSpans();
}

export function traceExporter(
  encoding: 'protobuf' | 'json',
  baseUrl: string,
  options: { compression?: CompressionAlgorithm; timeoutMillis?: number } = {},
): SpanExporter {
  return new globalThis.otlpExporters.traces[encoding]({ url: `${baseUrl}/v1/traces`, ...options });
}

/** Exports through a real exporter, with its retries, and tells how it ended. */
export async function exportSpans(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportResult> {
  const result = await new Promise<ExportResult>((resolve) => exporter.export(spans, resolve));
  await exporter.shutdown();
  return result;
}
