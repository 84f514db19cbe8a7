import { readAthena } from './athena';
import { readBigquery } from './bigquery';
import type { DbFacts, ReadDbResult } from './db-facts';
import { readDynamodb } from './dynamodb';
import { readMongodb } from './mongodb';
import { readMysql } from './mysql';
import { readPinecone } from './pinecone';
import { readPostgresql } from './postgresql';
import { readRedis } from './redis';
import { readSnowflake } from './snowflake';

/** Whose client is used for which database. */
const READERS: ReadonlyMap<string, ReadDbResult> = new Map<string, ReadDbResult>([
  ['postgresql', readPostgresql],
  ['timescaledb', readPostgresql],
  ['pgvector', readPostgresql],
  ['redshift', readPostgresql],
  ['mysql', readMysql],
  ['mariadb', readMysql],
  ['mongodb', readMongodb],
  ['redis', readRedis],
  ['elasticache', readRedis],
  ['dynamodb', readDynamodb],
  ['bigquery', readBigquery],
  ['athena', readAthena],
  ['snowflake', readSnowflake],
  ['pinecone', readPinecone],
]);

/**
 * Reads what a client of a database returned.
 *
 * @param system - The normalised name of the database.
 * @param operation - What was done, in upper case.
 * @param result - What the client's promise was fulfilled with.
 * @returns Undefined where nobody here knows the database, or the shape is not its client's.
 */
export function readDbResult(system: string, operation: string, result: unknown): DbFacts | undefined {
  return READERS.get(system)?.(result, operation);
}
