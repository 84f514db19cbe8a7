import {
  addText,
  assertTrackedFunction,
  assertTrackerOptions,
  toCallName,
  warnTelemetryFailed,
} from '@botanu/core/authoring';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { addStorageResult } from './counts';
import { callKind, DataCallSpan } from './data-call';
import { readStorageResult } from './results/read-storage-result';
import * as semconv from './semconv';
import { normalizeStorage } from './systems';
import type { StorageCall, StorageCallOptions, StorageCallScope, StorageResult } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

const TRACKER = 'trackStorageOperation';
const KIND = callKind(semconv.STORAGE_PREFIX);
const USAGE = "trackStorageOperation({ system: 's3', operation: 'GET' }, (call) => { ... })";

/**
 * Both ways to track a storage call: see {@link trackStorageOperation}.
 */
export interface TrackStorageOperation {
  /**
   * Runs a function as one call of object storage: its span has the system, the operation, the duration and the class
   * of an error, and what the function says of the call. The guarantees are those of `trackDbOperation()`.
   *
   * @param options - `system` and `operation` must be written, even if only as `undefined`.
   * @param fn - Called with the call.
   * @returns What `fn` returned.
   * @throws TypeError at once, where one of the two keys is absent or `fn` is no function.
   * @example
   * ```ts
   * const body = await trackStorageOperation({ system: 's3', operation: 'GET', bucket: 'articles' }, async (call) => {
   *   const object = await s3.send(new GetObjectCommand({ Bucket: 'articles', Key: 'KB-1' }));
   *   call.setResultFrom(object);
   *   return object.Body?.transformToString();
   * });
   * ```
   */
  <T>(options: StorageCallOptions, fn: (call: StorageCall) => T): T;

  /**
   * Begins a storage call for code that cannot be a callback. Its span is current only inside `scope.with(fn)`.
   *
   * @param options - As above.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without any of them,
   * and without a result, it is a failure.
   * @throws TypeError at once, where one of the two keys is absent.
   */
  readonly start: (options: StorageCallOptions) => StorageCallScope;
}

/** A storage call and its span. */
class StorageCallSpan extends DataCallSpan implements StorageCall {
  readonly #operation: string;

  constructor(options: StorageCallOptions) {
    const system = normalizeStorage(toCallName(options.system, TRACKER, 'system'));
    const operation = toCallName(options.operation, TRACKER, 'operation').toUpperCase();
    const attributes: Attributes = {
      [semconv.ATTR_BOTANU_STORAGE_SYSTEM]: system,
      [semconv.ATTR_BOTANU_STORAGE_OPERATION]: operation,
    };
    addText(attributes, semconv.ATTR_BOTANU_STORAGE_BUCKET, options.bucket);
    const name = `storage.${system}.${operation.toLowerCase()}`;
    super(
      KIND,
      { name, kind: SpanKind.CLIENT, scope: INSTRUMENTATION_SCOPE, prefix: KIND.prefix, attributes },
      system,
      options,
    );
    this.#operation = operation;
  }

  setResult(result: StorageResult): this {
    const attributes: Attributes = {};
    addStorageResult(attributes, result);
    return this.writeResult(attributes);
  }

  setResultFrom(result: unknown): this {
    try {
      const facts = readStorageResult(this.#operation, result);
      return facts === undefined ? this : this.setResult(facts);
    } catch (error) {
      warnTelemetryFailed('read the result of a storage', error);
      return this;
    }
  }

  setBucket(bucket: string): this {
    return this.writeText(semconv.ATTR_BOTANU_STORAGE_BUCKET, bucket);
  }
}

function run<T>(options: StorageCallOptions, fn: (call: StorageCall) => T): T {
  assertTrackerOptions(TRACKER, USAGE, options, ['system', 'operation']);
  assertTrackedFunction(TRACKER, USAGE, fn);
  return new StorageCallSpan(options).run(fn);
}

function start(options: StorageCallOptions): StorageCallScope {
  assertTrackerOptions(TRACKER, USAGE, options, ['system', 'operation']);
  const call = new StorageCallSpan(options);
  return call.toManualScope(() => call.hasResult);
}

/**
 * Tracks storage calls: see {@link TrackStorageOperation}.
 * @example
 * ```ts
 * const options = { system: 's3', operation: 'PUT', bucket: 'tickets' };
 * await trackStorageOperation(options, () => agent.index(ticket));
 * ```
 */
export const trackStorageOperation: TrackStorageOperation = /* @__PURE__ */ Object.assign(run, { start });
