import { diag } from '@opentelemetry/api';
import * as logJson from '@opentelemetry/exporter-logs-otlp-http';
import * as logProtobuf from '@opentelemetry/exporter-logs-otlp-proto';
import * as metricJson from '@opentelemetry/exporter-metrics-otlp-http';
import * as metricProtobuf from '@opentelemetry/exporter-metrics-otlp-proto';
import * as traceJson from '@opentelemetry/exporter-trace-otlp-http';
import * as traceProtobuf from '@opentelemetry/exporter-trace-otlp-proto';
import { TestEnvironment } from 'jest-environment-node';

const otlpExporters = {
  traces: { json: traceJson.OTLPTraceExporter, protobuf: traceProtobuf.OTLPTraceExporter },
  metrics: { json: metricJson.OTLPMetricExporter, protobuf: metricProtobuf.OTLPMetricExporter },
  logs: { json: logJson.OTLPLogExporter, protobuf: logProtobuf.OTLPLogExporter },
  /** Where these exporters log to. */
  diag,
};

/** The real exporters, as a global of the tests that run in this environment. */
export type OtlpExporters = typeof otlpExporters;

/**
 * Loads the exporters outside of the context that jest runs tests in: they load `node:http` with an `import()`,
 * which fails in there.
 *
 * @public jest loads it by the file's name
 */
export default class ExportersEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { otlpExporters });
  }
}
