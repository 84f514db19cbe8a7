import { DeliverySpanProcessor, type SpoolOptions } from '@botanu/delivery';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Who delivers. Protobuf and gzip alike; everything else as it comes. */
const deliverers: Readonly<Record<string, (url: string, spool: SpoolOptions | undefined) => SpanProcessor>> =
  {
    botanu: (url) => new DeliverySpanProcessor({ url }),
    'botanu-spool': (url, spool) => new DeliverySpanProcessor({ url, spool }),
    'batch-2048': (url) => new BatchSpanProcessor(otlpExporter(url)),
    'batch-65536': (url) => new BatchSpanProcessor(otlpExporter(url), { maxQueueSize: 65_536 }),
    langfuse: (url) =>
      new LangfuseSpanProcessor({
        publicKey: 'pk',
        secretKey: 'sk',
        baseUrl: new URL(url).origin,
        exporter: otlpExporter(url),
        mediaUploadEnabled: false,
        // Its default exports only spans of the model SDKs that it knows.
        shouldExportSpan: () => true,
      }),
  };

/**
 * Makes a span processor.
 *
 * @param deliverer - A key of the above.
 * @param url - Where the spans go.
 * @param spool - For who has one.
 * @throws TypeError where there is none of this name.
 */
export function createDeliverer(deliverer: string, url: string, spool?: SpoolOptions): SpanProcessor {
  const create = deliverers[deliverer];
  if (create === undefined) {
    throw new TypeError(`there is no deliverer ${deliverer}`);
  }
  return create(url, spool);
}

function otlpExporter(url: string): OTLPTraceExporter {
  return new OTLPTraceExporter({ url, compression: CompressionAlgorithm.GZIP });
}
