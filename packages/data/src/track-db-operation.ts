import {
  addText,
  assertTrackedFunction,
  assertTrackerOptions,
  toCallName,
  warnTelemetryFailed,
} from '@botanu/core/authoring';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { addDbResult } from './counts';
import { callKind, DataCallSpan } from './data-call';
import { readDbResult } from './results/read-db-result';
import * as semconv from './semconv';
import { normalizeDatabase, openTelemetryNameOf } from './systems';
import type { DbCall, DbCallOptions, DbCallScope, DbResult } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

const TRACKER = 'trackDbOperation';
const KIND = callKind(semconv.DATA_PREFIX);
const USAGE = "trackDbOperation({ system: 'postgresql', operation: 'SELECT' }, (call) => { ... })";

/**
 * Both ways to track a database call: see {@link trackDbOperation}.
 */
export interface TrackDbOperation {
  /**
   * Runs a function as one call of a database: its span has the system, the operation, the duration and the class of
   * an error, and what the function says of the call. Vector stores, search engines and warehouses are databases, too.
   *
   * The function is called exactly once and its result is yours unchanged, with the guarantees of `event()`: sync stays
   * sync, what is thrown is thrown. The span ends when all of it has ended, streams included. The text of a query and
   * its parameters are never written.
   *
   * @param options - `system` and `operation` must be written, even if only as `undefined`.
   * @param fn - Called with the call.
   * @returns What `fn` returned.
   * @throws TypeError at once, where one of the two keys is absent or `fn` is no function.
   * @example
   * ```ts
   * const articles = await trackDbOperation({ system: 'pinecone', operation: 'SELECT' }, async (call) => {
   *   const found = await index.query(request);
   *   call.setTable('articles').setResultFrom(found);
   *   return found.matches;
   * });
   * ```
   */
  <T>(options: DbCallOptions, fn: (call: DbCall) => T): T;

  /**
   * Begins a database call for code that cannot be a callback. Its span is current only inside `scope.with(fn)`.
   *
   * @param options - As above.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without any of them,
   * and without a result, it is a failure.
   * @throws TypeError at once, where one of the two keys is absent.
   * @example
   * ```ts
   * using scope = trackDbOperation.start({ system: 'postgresql', operation: 'SELECT' });
   * scope.call.setResultFrom(await scope.with(() => database.query('SELECT 1')));
   * ```
   */
  readonly start: (options: DbCallOptions) => DbCallScope;
}

/** A database call and its span. */
class DbCallSpan extends DataCallSpan implements DbCall {
  readonly #system: string;
  readonly #operation: string;

  constructor(options: DbCallOptions) {
    const system = normalizeDatabase(toCallName(options.system, TRACKER, 'system'));
    const operation = toCallName(options.operation, TRACKER, 'operation').toUpperCase();
    const attributes: Attributes = {
      [semconv.ATTR_DB_SYSTEM]: system,
      [semconv.ATTR_DB_SYSTEM_NAME]: openTelemetryNameOf(system),
      [semconv.ATTR_DB_OPERATION]: operation,
      [semconv.ATTR_DB_OPERATION_NAME]: operation,
    };
    addText(attributes, semconv.ATTR_DB_NAME, options.database);
    addText(attributes, semconv.ATTR_DB_NAMESPACE, options.database);
    const name = `db.${system}.${operation.toLowerCase()}`;
    super(
      KIND,
      { name, kind: SpanKind.CLIENT, scope: INSTRUMENTATION_SCOPE, prefix: KIND.prefix, attributes },
      system,
      options,
    );
    this.#system = system;
    this.#operation = operation;
  }

  setResult(result: DbResult): this {
    const attributes: Attributes = {};
    addDbResult(attributes, result);
    return this.writeResult(attributes);
  }

  setResultFrom(result: unknown): this {
    try {
      const facts = readDbResult(this.#system, this.#operation, result);
      if (facts !== undefined) {
        const { bytesScanned, queryId, ...moved } = facts;
        this.setResult(moved).setBytesScanned(bytesScanned).setQueryId(queryId);
      }
    } catch (error) {
      warnTelemetryFailed('read the result of a database', error);
    }
    return this;
  }

  setTable(name: string, schema?: string): this {
    return this.writeText(semconv.ATTR_DB_COLLECTION_NAME, name).writeText(semconv.ATTR_DB_SCHEMA, schema);
  }

  setQueryId(queryId: string | undefined): this {
    return this.writeText(semconv.ATTR_BOTANU_WAREHOUSE_QUERY_ID, queryId);
  }

  setBytesScanned(bytes: number | undefined): this {
    return this.writeCount(semconv.ATTR_BOTANU_WAREHOUSE_BYTES_SCANNED, bytes, 'setBytesScanned()');
  }
}

function run<T>(options: DbCallOptions, fn: (call: DbCall) => T): T {
  assertTrackerOptions(TRACKER, USAGE, options, ['system', 'operation']);
  assertTrackedFunction(TRACKER, USAGE, fn);
  return new DbCallSpan(options).run(fn);
}

function start(options: DbCallOptions): DbCallScope {
  assertTrackerOptions(TRACKER, USAGE, options, ['system', 'operation']);
  const call = new DbCallSpan(options);
  return call.toManualScope(() => call.hasResult);
}

/**
 * Tracks database calls: see {@link TrackDbOperation}.
 * @example
 * ```ts
 * const articles = await trackDbOperation({ system: 'pinecone', operation: 'SELECT' }, async (call) => {
 *   const found = await agent.search(ticket.text);
 *   call.setResult({ rowsReturned: found.length });
 *   return found;
 * });
 * ```
 */
export const trackDbOperation: TrackDbOperation = /* @__PURE__ */ Object.assign(run, { start });
