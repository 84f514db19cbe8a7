/**
 * Every name of databases, storage and messages that leaves the process. This file imports nothing.
 *
 * @packageDocumentation
 */

/** Attribute: the kind of database, normalised. @example `postgresql` */
export const ATTR_DB_SYSTEM = 'db.system' as const;
/** Attribute: the kind of database in OpenTelemetry's own spelling. @example `microsoft.sql_server` */
export const ATTR_DB_SYSTEM_NAME = 'db.system.name' as const;
/** Attribute: what is done, in upper case. @example `SELECT` */
export const ATTR_DB_OPERATION = 'db.operation' as const;
/** Attribute: the same under its stable name. */
export const ATTR_DB_OPERATION_NAME = 'db.operation.name' as const;
/** Attribute: the database's name. */
export const ATTR_DB_NAME = 'db.name' as const;
/** Attribute: the same under its stable name. */
export const ATTR_DB_NAMESPACE = 'db.namespace' as const;
/** Attribute: the table, collection or index. */
export const ATTR_DB_COLLECTION_NAME = 'db.collection.name' as const;
/** Attribute: the schema that the table is in. */
export const ATTR_DB_SCHEMA = 'db.schema' as const;

/** What extra attributes of a database call begin with. */
export const DATA_PREFIX = 'botanu.data.' as const;
/** Attribute: rows, documents, items or values that came back. */
export const ATTR_BOTANU_DATA_ROWS_RETURNED = 'botanu.data.rows_returned' as const;
/** Attribute: rows that were inserted, changed or deleted. */
export const ATTR_BOTANU_DATA_ROWS_AFFECTED = 'botanu.data.rows_affected' as const;
/** Attribute: bytes that were read. */
export const ATTR_BOTANU_DATA_BYTES_READ = 'botanu.data.bytes_read' as const;
/** Attribute: bytes that were written. */
export const ATTR_BOTANU_DATA_BYTES_WRITTEN = 'botanu.data.bytes_written' as const;
/** Attribute: read units that the service bills. */
export const ATTR_BOTANU_DATA_READ_UNITS = 'botanu.data.read_units' as const;
/** Attribute: write units that the service bills. */
export const ATTR_BOTANU_DATA_WRITE_UNITS = 'botanu.data.write_units' as const;
/** Attribute: objects that a storage operation touched. */
export const ATTR_BOTANU_DATA_OBJECTS_COUNT = 'botanu.data.objects_count' as const;

/** Attribute: the warehouse's id of the query. */
export const ATTR_BOTANU_WAREHOUSE_QUERY_ID = 'botanu.warehouse.query_id' as const;
/** Attribute: bytes that the warehouse scanned, which many of them bill. */
export const ATTR_BOTANU_WAREHOUSE_BYTES_SCANNED = 'botanu.warehouse.bytes_scanned' as const;
/** Attribute: partitions that the warehouse scanned. */
export const ATTR_BOTANU_WAREHOUSE_PARTITIONS_SCANNED = 'botanu.warehouse.partitions_scanned' as const;

/** What extra attributes of a storage call begin with. */
export const STORAGE_PREFIX = 'botanu.storage.' as const;
/** Attribute: the kind of storage, normalised. @example `s3` */
export const ATTR_BOTANU_STORAGE_SYSTEM = 'botanu.storage.system' as const;
/** Attribute: what is done, in upper case. @example `GET` */
export const ATTR_BOTANU_STORAGE_OPERATION = 'botanu.storage.operation' as const;
/** Attribute: the bucket or container. */
export const ATTR_BOTANU_STORAGE_BUCKET = 'botanu.storage.bucket' as const;

/** Attribute: the kind of queue or broker, normalised. @example `kafka` */
export const ATTR_MESSAGING_SYSTEM = 'messaging.system' as const;
/** Attribute: what is done, in lower case. @example `publish` */
export const ATTR_MESSAGING_OPERATION = 'messaging.operation' as const;
/** Attribute: the same under its newer name. */
export const ATTR_MESSAGING_OPERATION_NAME = 'messaging.operation.name' as const;
/** Attribute: the queue or topic. */
export const ATTR_MESSAGING_DESTINATION_NAME = 'messaging.destination.name' as const;

/** What extra attributes of a messaging call begin with. */
export const MESSAGING_PREFIX = 'botanu.messaging.' as const;
/** Attribute: messages that were sent or received. */
export const ATTR_BOTANU_MESSAGING_MESSAGE_COUNT = 'botanu.messaging.message_count' as const;
/** Attribute: bytes of those messages. */
export const ATTR_BOTANU_MESSAGING_BYTES_TRANSFERRED = 'botanu.messaging.bytes_transferred' as const;

/** Follows a prefix: how long the call took, in milliseconds. */
export const DURATION_MS = 'duration_ms' as const;
/** Follows a prefix: the class of the error that the call failed with. */
export const ERROR = 'error' as const;
