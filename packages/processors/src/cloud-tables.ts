/**
 * What tells whose cloud a span used. The names of attributes and systems are those of OpenTelemetry's semantic
 * conventions, old and new, and of botanu's own trackers.
 */

/** A cloud provider, spelled as OpenTelemetry's `cloud.provider` is. */
type CloudProvider = 'aws' | 'azure' | 'gcp';

/** Attributes whose value is a system; the first that tells a cloud counts. */
export const SYSTEM_KEYS = [
  'db.system.name',
  'db.system',
  'messaging.system',
  'botanu.storage.system',
] as const;

/** Attributes that name the server which was called; some hold a URL. */
export const HOST_KEYS = [
  'server.address',
  'url.full',
  'http.url',
  'http.host',
  'net.peer.name',
  'net.peer.hostname',
] as const;

/** Systems that only one cloud offers. Names such as `aws_sqs` and `gcp.spanner` need no row: their prefix tells. */
export const CLOUD_OF_SYSTEM: ReadonlyMap<string, CloudProvider> = new Map<string, CloudProvider>([
  ['dynamodb', 'aws'],
  ['s3', 'aws'],
  ['sqs', 'aws'],
  ['sns', 'aws'],
  ['kinesis', 'aws'],
  ['eventbridge', 'aws'],
  ['lambda', 'aws'],
  ['elasticache', 'aws'],
  ['redshift', 'aws'],
  ['athena', 'aws'],
  ['neptune', 'aws'],
  ['efs', 'aws'],
  ['firestore', 'gcp'],
  ['bigquery', 'gcp'],
  ['gcs', 'gcp'],
  ['pubsub', 'gcp'],
  ['spanner', 'gcp'],
  ['cosmosdb', 'azure'],
  ['azure_blob', 'azure'],
  ['servicebus', 'azure'],
  ['eventhub', 'azure'],
  ['eventhubs', 'azure'],
  ['eventgrid', 'azure'],
  ['synapse', 'azure'],
]);

/** Beginnings of a system's name, and of `cloud.platform`, that name a cloud. */
export const CLOUD_OF_PREFIX: ReadonlyMap<string, CloudProvider> = new Map<string, CloudProvider>([
  ['aws', 'aws'],
  ['azure', 'azure'],
  ['gcp', 'gcp'],
]);

/** Beginnings of the names of attributes that instrumentations of a cloud's clients set. */
export const ATTRIBUTE_PREFIXES: readonly (readonly [prefix: string, cloud: CloudProvider])[] = [
  ['aws.', 'aws'],
  ['gcp.', 'gcp'],
  ['azure.', 'azure'],
  // Azure's own SDKs: `az.namespace`.
  ['az.', 'azure'],
];

/**
 * Beginnings of names that say where a service runs, or that a distribution puts on every span, calls to its
 * own database included: they tell nothing of what the span used.
 */
export const NOT_OF_THE_CALL: readonly string[] = [
  'aws.local.',
  'aws.remote.',
  'aws.span.',
  'aws.is.',
  'aws.trace.',
  'aws.xray.',
  'aws.ecs.',
  'aws.eks.',
  'aws.log.',
  'gcp.cloud_run.',
  'gcp.gce.',
];

/** The domains of the clouds' own services, not those under which anybody's application may run. */
export const CLOUD_OF_DOMAIN: ReadonlyMap<string, CloudProvider> = new Map<string, CloudProvider>([
  ['amazonaws.com', 'aws'],
  ['amazonaws.com.cn', 'aws'],
  ['amazonaws.eu', 'aws'],
  ['api.aws', 'aws'],
  ['googleapis.com', 'gcp'],
  // Storage, queues, SQL, service bus, cache: `account.blob.core.windows.net`.
  ['windows.net', 'azure'],
  // Cosmos DB, PostgreSQL and MySQL, key vaults, event grids.
  ['azure.com', 'azure'],
  ['azure.net', 'azure'],
  ['azure.us', 'azure'],
  ['azure.cn', 'azure'],
  ['chinacloudapi.cn', 'azure'],
  ['usgovcloudapi.net', 'azure'],
]);

/** The most labels that a domain in {@link CLOUD_OF_DOMAIN} has. */
export const MAX_DOMAIN_LABELS = 3;
