import { getRuntime } from '@botanu/core/authoring';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api';
import * as latest from '@opentelemetry/sdk-trace-base';
import * as fc from 'fast-check';
import * as oldest from 'sdk-trace-base-1';
import * as sealing from 'sdk-trace-base-2.0';
import { inferResourceCost, ResourceEnricher } from '../src';
import { CLOUD_OF_SYSTEM } from '../src/cloud-tables';

/** OpenTelemetry 1.30 and 2.0 seal a span before its processors see its end; 2.12 asks them before. */
const SDKS = [
  { name: '1.30', sdk: oldest },
  { name: '2.0', sdk: sealing as unknown as typeof latest },
  { name: '2.12', sdk: latest },
] as const;

const S3_CALL: Attributes = { 'rpc.system': 'aws-api', 'http.response.body.size': 512 };

/** Ends one span in a real provider, whose exporting processor is wrapped by the enricher. */
function exportThrough(sdk: (typeof SDKS)[number]['sdk'], attributes: Attributes) {
  const exporter = new latest.InMemorySpanExporter();
  const others = new latest.InMemorySpanExporter();
  const wrapping = new ResourceEnricher(new latest.SimpleSpanProcessor(exporter));
  const beside = new latest.SimpleSpanProcessor(others);
  const provider = new sdk.BasicTracerProvider({
    spanProcessors: [wrapping, beside] as never[],
  });
  if ('addSpanProcessor' in provider) {
    const { addSpanProcessor } = provider as { addSpanProcessor(processor: unknown): void };
    addSpanProcessor.call(provider, wrapping);
    addSpanProcessor.call(provider, beside);
  }
  provider.getTracer('test').startSpan('call', { kind: SpanKind.CLIENT, attributes }).end();
  const [exported] = exporter.getFinishedSpans();
  const [other] = others.getFinishedSpans();
  return { exported: exported as latest.ReadableSpan, other: other as latest.ReadableSpan };
}

describe.each(SDKS)('with OpenTelemetry $name', ({ sdk, name }) => {
  it('what is exported carries what could be inferred', () => {
    const { exported } = exportThrough(sdk, S3_CALL);
    expect(exported.attributes).toEqual({
      ...S3_CALL,
      'botanu.cloud_provider': 'aws',
      'botanu.bytes_transferred': 512,
    });
  });

  it('the exported span is complete', () => {
    const { exported, other } = exportThrough(sdk, S3_CALL);
    expect(exported.name).toBe('call');
    expect(exported.kind).toBe(SpanKind.CLIENT);
    expect(exported.ended).toBe(true);
    expect(exported.spanContext()).toEqual(other.spanContext());
    expect(exported.duration).toEqual(other.duration);
    expect(exported.resource).toBe(other.resource);
  });

  it('a span that is sealed is not changed for others', () => {
    const { other } = exportThrough(sdk, S3_CALL);
    expect(other.attributes['botanu.cloud_provider']).toBe(name === '2.12' ? 'aws' : undefined);
  });

  it('a span that tells nothing is the very same object', () => {
    const { exported, other } = exportThrough(sdk, { step: 'draft' });
    expect(exported).toBe(other);
    expect(exported.attributes).toEqual({ step: 'draft' });
  });

  it('a value that is there stays, also where it is zero', () => {
    const explicit = { ...S3_CALL, 'botanu.cloud_provider': 'own', 'botanu.bytes_transferred': 0 };
    expect(exportThrough(sdk, explicit).exported.attributes).toEqual(explicit);
  });
});

it('on its own it writes on spans that can be written to, and says so where they cannot', () => {
  const withoutWrapped = (sdk: (typeof SDKS)[number]['sdk']): latest.ReadableSpan => {
    const exporter = new latest.InMemorySpanExporter();
    const provider = new sdk.BasicTracerProvider({
      spanProcessors: [new ResourceEnricher(), new latest.SimpleSpanProcessor(exporter)] as never[],
    });
    provider.getTracer('test').startSpan('call', { attributes: S3_CALL }).end();
    return exporter.getFinishedSpans()[0] as latest.ReadableSpan;
  };
  const warnings = (): number => getRuntime().warningCounts.get('BOTANU_INVALID_CONFIGURATION') ?? 0;
  const before = warnings();
  expect(withoutWrapped(latest).attributes['botanu.cloud_provider']).toBe('aws');
  expect(warnings()).toBe(before);
  expect(withoutWrapped(sealing as unknown as typeof latest).attributes).toEqual(S3_CALL);
  expect(warnings()).toBe(before + 1);
});

describe('whose cloud', () => {
  const cloudOf = (attributes: Attributes, kind = SpanKind.CLIENT): unknown =>
    inferResourceCost({ kind, attributes })?.['botanu.cloud_provider'];

  it.each([...CLOUD_OF_SYSTEM])('%s is of %s, as a database, a queue or a storage', (system, cloud) => {
    for (const key of ['db.system', 'db.system.name', 'messaging.system', 'botanu.storage.system']) {
      expect(cloudOf({ [key]: system })).toBe(cloud);
      expect(cloudOf({ [key]: system.toUpperCase() })).toBe(cloud);
    }
  });

  it.each([
    [{ 'cloud.provider': 'aws' }, 'aws'],
    [{ 'cloud.provider': 'alibaba_cloud', 'rpc.system': 'aws-api' }, 'alibaba_cloud'],
    [{ 'faas.invoked_provider': 'gcp' }, 'gcp'],
    [{ 'rpc.system': 'aws-api', 'db.system': 'bigquery' }, 'aws'],
    [{ 'rpc.system.name': 'aws-api' }, 'aws'],
    [{ 'gcp.client.service': 'storage' }, 'gcp'],
    [{ 'azure.cosmosdb.operation.request_charge': 2 }, 'azure'],
    [{ 'az.namespace': 'Microsoft.Storage' }, 'azure'],
    [{ 'cloud.platform': 'gcp_cloud_functions' }, 'gcp'],
    [{ 'db.system.name': 'aws.dynamodb' }, 'aws'],
    [{ 'db.system.name': 'gcp.spanner' }, 'gcp'],
    [{ 'messaging.system': 'gcp_pubsub' }, 'gcp'],
    [{ 'db.system.name': 'azure.cosmosdb' }, 'azure'],
    [{ 'db.system.name': 'postgresql', 'server.address': 'desk.postgres.database.azure.com.' }, 'azure'],
    [{ 'url.full': 'https://user@desk.blob.core.windows.net:443/a?b=amazonaws.com' }, 'azure'],
  ])('%j is %s', (attributes, cloud) => {
    expect(cloudOf(attributes as Attributes)).toBe(cloud);
  });

  it.each([
    [{ 'db.system.name': 'postgresql' }],
    [{ 'messaging.system': 'kafka' }],
    [{ 'db.system.name': 'microsoft.sql_server' }],
    [{ 'rpc.system': 'grpc' }],
    [{ 'cloud.region': 'eu-central-1' }],
    // A distribution writes these on every span, those of one's own database included.
    [{ 'aws.local.service': 'desk', 'aws.span.kind': 'CLIENT', 'db.system': 'postgresql' }],
    [{ 'url.full': 'https://example.org/?next=https://articles.s3.amazonaws.com' }],
    [{ 'url.full': 'https://amazonaws.com@example.org/' }],
    [{ 'server.address': '[::1]' }],
    [{ 'server.address': 42 }],
    [{ 'cloud.provider': '' }],
  ])("%j is nobody's", (attributes) => {
    expect(cloudOf(attributes as Attributes)).toBeUndefined();
  });
});

describe('how many bytes', () => {
  const bytesOf = (attributes: Attributes): unknown =>
    inferResourceCost({ kind: SpanKind.CLIENT, attributes })?.['botanu.bytes_transferred'];

  it.each([
    [{ 'http.request.body.size': 3, 'http.response.body.size': 4 }, 7],
    [{ 'http.request_content_length': 3, 'http.response_content_length': 4 }, 7],
    [{ 'http.response.body.size': 4, 'http.response_content_length': 4 }, 4],
    [{ 'http.response_content_length_uncompressed': 9 }, 9],
    [{ 'http.response_content_length': 4, 'http.response_content_length_uncompressed': 9 }, 4],
    [{ 'http.request.header.content-length': ['3'], 'http.response.body.size': 4 }, 7],
    [{ 'botanu.data.bytes_read': 10, 'botanu.data.bytes_written': 5 }, 15],
    [{ 'botanu.messaging.bytes_transferred': 6 }, 6],
    [{ 'http.response.body.size': 4, 'botanu.data.bytes_read': 10 }, 4],
    [{ 'http.response.body.size': 0, 'botanu.data.bytes_read': 10 }, 10],
  ])('%j are %d', (attributes, bytes) => {
    expect(bytesOf(attributes as Attributes)).toBe(bytes);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 'many', '-1', true])('%p is no count', (size) => {
    expect(bytesOf({ 'http.response.body.size': size as number })).toBeUndefined();
  });
});

it.each(['gen_ai.system', 'gen_ai.request.model', 'llm.model_name', 'ai.model.id'])(
  'a span with %s is a model call, and left alone',
  (key) => {
    expect(inferResourceCost({ kind: SpanKind.CLIENT, attributes: { ...S3_CALL, [key]: 'x' } })).toBe(
      undefined,
    );
  },
);

it("a call of a database in an agent's conversation is none", () => {
  const attributes = { ...S3_CALL, 'gen_ai.conversation.id': 'c', 'gen_ai.agent.name': 'desk' };
  expect(inferResourceCost({ kind: SpanKind.CLIENT, attributes })).toMatchObject({
    'botanu.cloud_provider': 'aws',
  });
});

it('never throws and never changes anything, whatever the attributes are', () => {
  const keys = fc.constantFrom(
    ...[
      'cloud.provider',
      'rpc.system',
      'aws.x',
      'db.system',
      'server.address',
      'url.full',
      'http.request.body.size',
    ],
    ...['botanu.data.bytes_read', 'gen_ai.system', 'botanu.cloud_provider', 'botanu.bytes_transferred', 'x'],
  );
  void fc.assert(
    fc.property(fc.dictionary(keys, fc.anything()), fc.integer({ min: 0, max: 4 }), (attributes, kind) => {
      const keptKeys = Object.keys(attributes);
      const inferred = inferResourceCost({ kind, attributes: attributes as Attributes }) ?? {};
      expect(Object.keys(attributes)).toEqual(keptKeys);
      for (const key of Object.keys(inferred)) {
        expect(attributes[key]).toBeUndefined();
        expect(['botanu.cloud_provider', 'botanu.bytes_transferred']).toContain(key);
      }
      expect(inferred['botanu.bytes_transferred'] ?? 1).toBeGreaterThan(0);
    }),
  );
});

describe('robustness', () => {
  let tracing: TestTracing;
  afterEach(() => tracing.stop());

  it.each(SDK_LINES)('attributes that throw cost nothing but the inference: $name', ({ start }) => {
    const seen: unknown[] = [];
    const enricher = new ResourceEnricher({
      onStart: () => {},
      onEnd: (span: unknown) => seen.push(span),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    });
    tracing = start({ processors: [enricher] });
    const span = trace.getTracer('test').startSpan('call');
    Object.defineProperty(span, 'attributes', {
      get: () => {
        throw new Error('broken');
      },
    });
    const before = getRuntime().warningCounts.get('BOTANU_TELEMETRY_FAILED') ?? 0;
    enricher.onEnd(span as never);
    enricher.onEnding(span as never);
    enricher.onEnd(span as never);
    expect(seen).toEqual([span, span]);
    expect(getRuntime().warningCounts.get('BOTANU_TELEMETRY_FAILED')).toBe(before + 2);
  });
});

it('hands everything on, and resolves where there is nobody', async () => {
  const calls: string[] = [];
  const wrapped = {
    onStart: (_span: never, context: Context) => calls.push(`start ${typeof context}`),
    onEnding: () => calls.push('ending'),
    onEnd: () => calls.push('end'),
    forceFlush: async () => void calls.push('flush'),
    shutdown: async () => void calls.push('shutdown'),
  };
  const span = { kind: SpanKind.CLIENT, attributes: {}, setAttributes: () => {} };
  const enricher = new ResourceEnricher(wrapped as never);
  enricher.onStart(span, {});
  enricher.onEnding(span);
  enricher.onEnd(span);
  await enricher.forceFlush();
  await enricher.shutdown();
  expect(calls).toEqual(['start object', 'ending', 'end', 'flush', 'shutdown']);
  const alone = new ResourceEnricher();
  await expect(Promise.all([alone.forceFlush(), alone.shutdown()])).resolves.toEqual([undefined, undefined]);
});

it('what is no processor is refused, with what to write', () => {
  expect(() => new ResourceEnricher({} as never)).toThrow(
    new TypeError(
      'ResourceEnricher wraps a span processor, or none. Write new ResourceEnricher(new BatchSpanProcessor(exporter)).',
    ),
  );
});
