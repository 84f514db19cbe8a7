import type { ParentTrace } from '@botanu/core';
import type { CaptureOptions, ExtraAttributes, ManualScope } from '@botanu/core/authoring';

/** What every tracker of this package needs to know. */
export interface CallOptions {
  /** Whom the call goes to, in any usual spelling. @example `postgres` */
  readonly system: string | undefined;
  /** What is done. @example `SELECT` */
  readonly operation: string | undefined;
  /** Whose cloud it runs in. Without it, `ResourceEnricher` of `@botanu/processors` infers what it can. @example `aws` */
  readonly cloudProvider?: string | undefined;
  /**
   * Further attributes of the span. A key without the prefix `botanu.` or `gen_ai.` gets `botanu.data.`,
   * `botanu.storage.` or `botanu.messaging.`.
   */
  readonly attributes?: ExtraAttributes | undefined;
}

/** What `trackDbOperation()` needs to know. */
export interface DbCallOptions extends CallOptions {
  /** The database's name. */
  readonly database?: string | undefined;
}

/** What `trackStorageOperation()` needs to know. */
export interface StorageCallOptions extends CallOptions {
  /** The bucket or container. */
  readonly bucket?: string | undefined;
}

/** What `trackMessagingOperation()` needs to know. */
export interface MessagingCallOptions extends CallOptions {
  /** The queue or topic. @example `tickets` */
  readonly destination: string | undefined;
  /**
   * The message's headers, or whatever else holds its context: see `injectRunContext()` of `@botanu/core`. A producer
   * (`publish`, `send`) writes the run and the trace into it before the function runs. A consumer reads them out of
   * it: its span joins the run and links to the producer's span.
   */
  readonly carrier?: object | undefined;
  /**
   * For a consumer: whether its span begins a trace of its own, or is part of the span that is current, and links to
   * the producer's (`link`), or is a child of the producer's (`parent`).
   * @defaultValue `'link'`
   */
  readonly parentTrace?: ParentTrace | undefined;
}

/** What a database call moved. */
export interface DbResult {
  /** Rows, documents or items that came back. */
  readonly rowsReturned?: number | undefined;
  /** Rows, documents or items that were inserted, changed or deleted. */
  readonly rowsAffected?: number | undefined;
  /** Bytes that were read. */
  readonly bytesRead?: number | undefined;
  /** Bytes that were written. */
  readonly bytesWritten?: number | undefined;
  /** Read units that the service bills: DynamoDB's read capacity, Pinecone's read units, Cosmos DB's request charge. */
  readonly readUnits?: number | undefined;
  /** Write units that the service bills. */
  readonly writeUnits?: number | undefined;
}

/** What a storage call moved. */
export interface StorageResult {
  /** Objects that were read, written, listed or deleted. */
  readonly objectsCount?: number | undefined;
  /** Bytes that were read. */
  readonly bytesRead?: number | undefined;
  /** Bytes that were written. */
  readonly bytesWritten?: number | undefined;
}

/** What a messaging call moved. */
export interface MessagingResult {
  /** Messages that were sent or received. */
  readonly messageCount?: number | undefined;
  /** Their bytes. */
  readonly bytesTransferred?: number | undefined;
}

/** Bytes over the network. */
export interface TransferredBytes {
  /** Bytes that were sent. */
  readonly sent?: number | undefined;
  /** Bytes that were received. */
  readonly received?: number | undefined;
}

/**
 * What all calls have. Every method can be chained, may be called until the call ends, and never throws: zero is not
 * written, what is negative or no number is refused with one warning.
 */
export interface DataCall {
  /**
   * Says what went over the network: sent and received together are `botanu.bytes_transferred`.
   *
   * @param bytes - In bytes.
   */
  setBytesTransferred(bytes: TransferredBytes): this;

  /**
   * Says that the call failed. Its class is written, never its message. What the function throws needs no such call.
   *
   * @param error - The error.
   */
  setError(error: unknown): this;

  /**
   * Adds attributes of your own.
   *
   * @param metadata - By key: strings, numbers and booleans as they are, anything else as JSON.
   */
  addMetadata(metadata: ExtraAttributes): this;
}

/** One call of a database, a vector store, a search engine or a warehouse. */
export interface DbCall extends DataCall {
  /**
   * Says what the call moved.
   *
   * @param result - What is known.
   */
  setResult(result: DbResult): this;

  /**
   * Reads rows, units, scanned bytes and the query's id from what a client returned: pg and PGlite (also for Redshift,
   * TimescaleDB and pgvector), mysql2, mongodb, ioredis, DynamoDB, BigQuery, Athena, Snowflake, Pinecone. The call's
   * `system` says which. What it does not know it leaves alone. It never changes the result, and never keeps it.
   *
   * @param result - What the client's promise was fulfilled with.
   * @example
   * ```ts
   * const { rows } = await trackDbOperation({ system: 'postgresql', operation: 'SELECT' }, async (call) => {
   *   const result = await database.query('SELECT title FROM articles');
   *   call.setResultFrom(result);
   *   return result;
   * });
   * ```
   */
  setResultFrom(result: unknown): this;

  /**
   * Which table, collection or index.
   *
   * @param name - Its name.
   * @param schema - The schema that it is in.
   */
  setTable(name: string, schema?: string): this;

  /**
   * The warehouse's id of the query, by which its bill is found.
   *
   * @param queryId - As the warehouse names it.
   */
  setQueryId(queryId: string): this;

  /**
   * How much a warehouse read to answer, which many of them bill.
   *
   * @param bytes - In bytes.
   */
  setBytesScanned(bytes: number): this;

  /**
   * What was found, for evaluation. Written only where a capture policy lets it through.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setRetrievalContent(content: unknown, options?: CaptureOptions): this;
}

/** One call of object storage. */
export interface StorageCall extends DataCall {
  /**
   * Says what the call moved.
   *
   * @param result - What is known.
   */
  setResult(result: StorageResult): this;

  /**
   * Reads objects and bytes from what a client of S3 returned. What it does not know it leaves alone.
   *
   * @param result - What the client's promise was fulfilled with.
   */
  setResultFrom(result: unknown): this;

  /**
   * Which bucket or container.
   *
   * @param bucket - Its name.
   */
  setBucket(bucket: string): this;

  /**
   * What was found, for evaluation. Written only where a capture policy lets it through.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setRetrievalContent(content: unknown, options?: CaptureOptions): this;
}

/** One call of a queue or a broker, or the work on what arrived. */
export interface MessagingCall extends DataCall {
  /**
   * Says what the call moved.
   *
   * @param result - What is known.
   */
  setResult(result: MessagingResult): this;

  /**
   * Writes the run, and this call's span as the parent, into a message: for a producer of several messages, or one
   * whose headers are made inside the function.
   *
   * @param carrier - The message's headers: see `injectRunContext()` of `@botanu/core`.
   * @returns The same carrier.
   */
  inject<C>(carrier: C): C;
}

/** A database call in the hands of code that cannot be a callback. */
export interface DbCallScope extends ManualScope {
  /** The call. */
  readonly call: DbCall;
}

/** A storage call in the hands of code that cannot be a callback. */
export interface StorageCallScope extends ManualScope {
  /** The call. */
  readonly call: StorageCall;
}

/** A messaging call in the hands of code that cannot be a callback. */
export interface MessagingCallScope extends ManualScope {
  /** The call. */
  readonly call: MessagingCall;
}
