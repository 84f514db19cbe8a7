import {
  DBOperation,
  MessagingOperation,
  normalizeDatabase,
  normalizeMessaging,
  normalizeStorage,
  StorageOperation,
} from '../src';
import { openTelemetryNameOf } from '../src/systems';

const themselves = (names: string): [string, string][] => names.split(' ').map((name) => [name, name]);

it.each([
  ['postgresql', 'postgresql'],
  ['postgres', 'postgresql'],
  ['pg', 'postgresql'],
  ['sqlserver', 'mssql'],
  ['mongo', 'mongodb'],
  ...themselves(
    'mysql mariadb mssql oracle sqlite mongodb dynamodb cassandra couchdb firestore cosmosdb redis memcached elasticache ' +
      'elasticsearch opensearch snowflake bigquery redshift databricks athena synapse influxdb timescaledb neo4j neptune ' +
      'pinecone qdrant weaviate chroma pgvector milvus somethingelse',
  ),
])('the database %s is %s, in any case', (spelling, name) => {
  expect(normalizeDatabase(spelling)).toBe(name);
  expect(normalizeDatabase(` ${spelling.toUpperCase()} `)).toBe(name);
});

it.each([
  ['aws_s3', 's3'],
  ['google_cloud_storage', 'gcs'],
  ['blob', 'azure_blob'],
  ...themselves('s3 gcs azure_blob minio ceph nfs efs r2'),
])('the storage %s is %s', (spelling, name) => {
  expect(normalizeStorage(spelling.toUpperCase())).toBe(name);
});

it.each([
  ['aws_sqs', 'sqs'],
  ['google_pubsub', 'pubsub'],
  ['azure_servicebus', 'servicebus'],
  ...themselves(
    'sqs sns kinesis eventbridge pubsub servicebus eventhub kafka rabbitmq nats redis_pubsub celery bullmq x',
  ),
])('the queue %s is %s', (spelling, name) => {
  expect(normalizeMessaging(spelling.toUpperCase())).toBe(name);
});

it.each([
  ['mssql', 'microsoft.sql_server'],
  ['oracle', 'oracle.db'],
  ['dynamodb', 'aws.dynamodb'],
  ['redshift', 'aws.redshift'],
  ['cosmosdb', 'azure.cosmosdb'],
  ['pgvector', 'postgresql'],
  ['timescaledb', 'postgresql'],
  ['postgresql', 'postgresql'],
  ['mongodb', 'mongodb'],
])('OpenTelemetry calls %s %s', (system, name) => {
  expect(openTelemetryNameOf(system)).toBe(name);
});

it('the operations are those of the wire contract', () => {
  expect(Object.values(DBOperation).join()).toBe(
    'SELECT,INSERT,UPDATE,DELETE,UPSERT,MERGE,CREATE,DROP,ALTER,INDEX,TRANSACTION,BATCH',
  );
  expect(Object.values(StorageOperation).join()).toBe('GET,PUT,DELETE,LIST,HEAD,COPY,MULTIPART_UPLOAD');
  expect(Object.values(MessagingOperation).join()).toBe('publish,consume,receive,send,subscribe');
});
