/** Other spellings of databases. What has no row is written in lower case. */
const DATABASE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgresql'],
  ['pg', 'postgresql'],
  ['sqlserver', 'mssql'],
  ['mongo', 'mongodb'],
]);

/** Other spellings of storage. */
const STORAGE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['aws_s3', 's3'],
  ['google_cloud_storage', 'gcs'],
  ['blob', 'azure_blob'],
]);

/** Other spellings of queues and brokers. */
const MESSAGING_ALIASES: ReadonlyMap<string, string> = new Map([
  ['aws_sqs', 'sqs'],
  ['google_pubsub', 'pubsub'],
  ['azure_servicebus', 'servicebus'],
]);

/**
 * OpenTelemetry's own spelling, where it has another one (`db.system.name` of its semantic conventions). Extensions
 * of PostgreSQL are PostgreSQL there.
 */
const OPENTELEMETRY_NAMES: ReadonlyMap<string, string> = new Map([
  ['mssql', 'microsoft.sql_server'],
  ['oracle', 'oracle.db'],
  ['dynamodb', 'aws.dynamodb'],
  ['redshift', 'aws.redshift'],
  ['cosmosdb', 'azure.cosmosdb'],
  ['timescaledb', 'postgresql'],
  ['pgvector', 'postgresql'],
]);

/**
 * The name under which a kind of database is known here, whatever its case: `postgres` and `pg` are `postgresql`,
 * `sqlserver` is `mssql`, `mongo` is `mongodb`; anything else is itself, in lower case.
 *
 * @param system - Any spelling.
 * @returns The normalised name.
 * @example
 * ```ts
 * console.log(normalizeDatabase('Postgres')); // postgresql
 * ```
 */
export function normalizeDatabase(system: string): string {
  return normalize(system, DATABASE_ALIASES);
}

/**
 * The name under which a kind of storage is known here: `aws_s3` is `s3`, `google_cloud_storage` is `gcs`, `blob` is
 * `azure_blob`; anything else is itself, in lower case.
 *
 * @param system - Any spelling.
 * @returns The normalised name.
 * @example
 * ```ts
 * console.log(normalizeStorage('AWS_S3')); // s3
 * ```
 */
export function normalizeStorage(system: string): string {
  return normalize(system, STORAGE_ALIASES);
}

/**
 * The name under which a kind of queue is known here: `aws_sqs` is `sqs`, `google_pubsub` is `pubsub`,
 * `azure_servicebus` is `servicebus`; anything else is itself, in lower case.
 *
 * @param system - Any spelling.
 * @returns The normalised name.
 * @example
 * ```ts
 * console.log(normalizeMessaging('Kafka')); // kafka
 * ```
 */
export function normalizeMessaging(system: string): string {
  return normalize(system, MESSAGING_ALIASES);
}

/**
 * How OpenTelemetry spells a database in `db.system.name`.
 *
 * @param system - The normalised name.
 */
export function openTelemetryNameOf(system: string): string {
  return OPENTELEMETRY_NAMES.get(system) ?? system;
}

function normalize(system: string, aliases: ReadonlyMap<string, string>): string {
  const lowerCase = system.trim().toLowerCase();
  return aliases.get(lowerCase) ?? lowerCase;
}
