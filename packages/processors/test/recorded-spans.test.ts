import { join } from 'node:path';
import { type Broker, findProgram, startRedis } from '@botanu-tooling/local-servers';
import { runProgram } from '@botanu-tooling/run-program';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { inferResourceCost } from '../src';
import { CLOUD_OF_DOMAIN } from '../src/cloud-tables';

jest.setTimeout(120_000);

/** A span that a real instrumentation emitted in a process of its own. */
interface RecordedSpan {
  readonly name: string;
  /** In OTLP's JSON the SDK's own numbers. */
  readonly kind: SpanKind;
  readonly scope: string;
  /** The attributes as the span was about to end. */
  readonly recorded: Attributes;
  /** What the ResourceEnricher in that process made of them. */
  readonly enriched: Attributes;
}

async function record(
  program: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RecordedSpan[]> {
  const command = [process.execPath, join(__dirname, 'recordings', program)];
  const { exitCode, output, errors } = await runProgram(command, {
    folder: join(__dirname, '..'),
    environment: { NODE_NO_WARNINGS: '1', ...environment },
  });
  if (exitCode !== 0) {
    throw new Error(`${program} failed: ${errors}`);
  }
  return JSON.parse(output);
}

/** What the enricher has added. */
function addedTo({ recorded, enriched }: RecordedSpan): Attributes {
  return Object.fromEntries(Object.entries(enriched).filter(([key]) => !(key in recorded)));
}

/** What is inferred where only one of the recorded attributes is there. */
function inferredFrom(span: RecordedSpan, key: string): Attributes | undefined {
  expect(Object.keys(span.recorded)).toContain(key);
  return inferResourceCost({ kind: span.kind, attributes: { [key]: span.recorded[key] } as Attributes });
}

function named(spans: readonly RecordedSpan[], name: string): RecordedSpan {
  const found = spans.find((span) => span.name === name);
  if (found === undefined) {
    throw new Error(`no span "${name}" among ${spans.map((span) => span.name).join(', ')}`);
  }
  return found;
}

const AWS = { 'botanu.cloud_provider': 'aws' };

describe('@opentelemetry/instrumentation-aws-sdk', () => {
  let spans: readonly RecordedSpan[];
  beforeAll(async () => {
    spans = await record('aws-sdk.cjs');
  });

  it.each(['DynamoDB.Scan', 'S3.GetObject', 'tickets send', 'escalations send', 'classify Invoke'])(
    '%s counts as AWS',
    (name) => {
      expect(addedTo(named(spans, name))).toEqual(AWS);
    },
  );

  it.each([
    ['DynamoDB.Scan', 'rpc.system'],
    ['DynamoDB.Scan', 'aws.dynamodb.table_names'],
    ['DynamoDB.Scan', 'db.system.name'],
    ['S3.GetObject', 'aws.s3.bucket'],
    ['tickets send', 'messaging.system'],
    ['escalations send', 'messaging.system'],
    ['escalations send', 'aws.sns.topic.arn'],
    ['classify Invoke', 'faas.invoked_provider'],
  ])('%s counts as AWS by its %s alone', (name, key) => {
    expect(inferredFrom(named(spans, name), key)).toEqual(AWS);
  });

  it('a call of a model on Bedrock is left alone, though it is a call of AWS', () => {
    const chat = named(spans, 'chat a-model');
    expect(chat.recorded['rpc.system']).toBe('aws-api');
    expect(addedTo(chat)).toEqual({});
  });
});

describe.each([
  { instrumentation: '@opentelemetry/instrumentation-http', hostKey: 'server.address', bytes: 8 + 5 },
  // It writes the size of the response by itself, and its headers' names with an underscore.
  { instrumentation: 'instrumentation-http-0.57', hostKey: 'net.peer.name', bytes: 8 + 5 },
])('$instrumentation, and undici', ({ instrumentation, hostKey, bytes }) => {
  const cloudHosts = [...CLOUD_OF_DOMAIN].map(([domain, cloud]) => ({ host: `articles.${domain}`, cloud }));
  const otherHosts = ['127.0.0.1', 'amazonaws.com.example.org', 'notamazonaws.com', 'articles.run.app'];
  let spans: readonly RecordedSpan[];
  beforeAll(async () => {
    const HOSTS = JSON.stringify([...cloudHosts.map(({ host }) => host), ...otherHosts]);
    spans = await record('http.cjs', { HOSTS, HTTP_INSTRUMENTATION: instrumentation });
  });

  const clientSpans = (scope: string, key: string, host: string): RecordedSpan[] =>
    spans.filter(
      (span) => span.scope.endsWith(scope) && span.kind === SpanKind.CLIENT && span.recorded[key] === host,
    );

  it.each(cloudHosts)('$host counts as $cloud', ({ host, cloud }) => {
    const [viaHttp, ...others] = clientSpans('instrumentation-http', hostKey, host);
    const [viaUndici] = clientSpans('instrumentation-undici', 'server.address', host);
    expect(others).toEqual([]);
    expect(addedTo(viaHttp as RecordedSpan)).toEqual({
      'botanu.cloud_provider': cloud,
      'botanu.bytes_transferred': bytes,
    });
    // undici writes its content-length itself, where the instrumentation does not see it.
    expect(addedTo(viaUndici as RecordedSpan)).toEqual({
      'botanu.cloud_provider': cloud,
      'botanu.bytes_transferred': 5,
    });
  });

  it.each(['url.full', 'http.url', 'http.host', 'net.peer.name', 'server.address'])(
    'the host is found by %s alone',
    (key) => {
      const host = cloudHosts[0]?.host as string;
      const withKey = spans.filter((span) => String(span.recorded[key] ?? '').includes(host));
      const ofClients = withKey.filter(({ kind }) => kind === SpanKind.CLIENT);
      for (const span of ofClients) {
        expect(inferredFrom(span, key)).toEqual(AWS);
      }
      const isWrittenHere = instrumentation.endsWith('0.57') || ['url.full', 'server.address'].includes(key);
      expect(ofClients.length > 0).toBe(isWrittenHere);
    },
  );

  it.each(otherHosts)("%s is nobody's cloud", (host) => {
    const found = clientSpans('instrumentation-http', hostKey, host);
    expect(found).toHaveLength(1);
    expect(addedTo(found[0] as RecordedSpan)).toEqual({ 'botanu.bytes_transferred': bytes });
  });

  it("the server of a host in a cloud's domain has not called that cloud", () => {
    const servers = spans.filter(({ kind }) => kind === SpanKind.SERVER);
    expect(servers.length).toBeGreaterThan(0);
    for (const server of servers) {
      expect(server.enriched['botanu.cloud_provider']).toBeUndefined();
    }
  });
});

describe('@opentelemetry/instrumentation-pg', () => {
  it("a database of one's own has no cloud; one on RDS has", async () => {
    const spans = await record('pg.cjs');
    const query = named(spans, 'pg.query:SELECT postgres');
    expect(query.recorded['db.system.name']).toBe('postgresql');
    expect(addedTo(query)).toEqual({});
    const attributes = { ...query.recorded, 'server.address': 'desk.abc.eu-central-1.rds.amazonaws.com' };
    expect(inferResourceCost({ kind: query.kind, attributes })).toEqual(AWS);
  });
});

const redisProgram = findProgram('redis-server');
if (redisProgram === undefined && process.env.CI === undefined) {
  process.stderr.write('LEFT OUT: spans of ioredis. To run it: apt-get install redis-server\n');
}
(redisProgram === undefined && process.env.CI === undefined ? describe.skip : describe)(
  '@opentelemetry/instrumentation-ioredis',
  () => {
    it("a Redis of one's own has no cloud; one on ElastiCache has", async () => {
      const redis: Broker = await startRedis(redisProgram as string);
      const spans = await record('ioredis.cjs', { REDIS_PORT: String(redis.port) }).finally(redis.stop);
      const get = named(spans, 'get');
      expect(get.recorded['db.system.name']).toBe('redis');
      expect(addedTo(get)).toEqual({});
      const attributes = { ...get.recorded, 'server.address': 'desk.abc.euc1.cache.amazonaws.com' };
      expect(inferResourceCost({ kind: get.kind, attributes })).toEqual(AWS);
    });
  },
);
