import type { Attributes } from '@opentelemetry/api';
import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  createOtlpHttpExportDelegate,
  httpAgentFactoryFromOptions,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { MetricsExporterMetricsHelper, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';

/** What a {@link createMeterProvider} needs to know. */
export interface MeterSetting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly resource: { readonly attributes: Attributes };
}

const EXPORTS_AT_A_TIME = 4;

/** 1, 4, 16 … 4^13: from OpenTelemetry's GenAI conventions. */
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** 0.01, 0.02, 0.04 … 81.92 seconds: from OpenTelemetry's GenAI conventions. */
const SECONDS = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);

/** For everybody who records these, not only those who advise of boundaries as our trackers do. */
const VIEWS: ViewOptions[] = [
  view('gen_ai.client.token.usage', TOKENS),
  view('gen_ai.client.operation.duration', SECONDS),
  view('botanu.tool.duration', SECONDS),
];

function view(instrumentName: string, boundaries: number[]): ViewOptions {
  return {
    instrumentName,
    aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries } },
  };
}

/**
 * Makes a meter provider that exports by OTLP over HTTP (protobuf), every minute. This file is loaded only where metrics are
 * asked for. The exporter reads no variable of its own: the headers in there may belong to another endpoint.
 *
 * @param setting - Where to.
 */
export function createMeterProvider({ url, headers, timeoutMs, resource }: MeterSetting): MeterProvider {
  const delegate = createOtlpHttpExportDelegate(
    {
      url,
      headers: () => Promise.resolve({ ...headers, 'Content-Type': 'application/x-protobuf' }),
      timeoutMillis: timeoutMs,
      concurrencyLimit: EXPORTS_AT_A_TIME,
      compression: 'none',
      agentFactory: httpAgentFactoryFromOptions({ keepAlive: true }),
    },
    ProtobufMetricsSerializer,
    'otlp_http_metric_exporter',
    MetricsExporterMetricsHelper,
    undefined,
  );
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporterBase(delegate) });
  return new MeterProvider({ resource: resource as Resource, readers: [reader], views: VIEWS });
}
