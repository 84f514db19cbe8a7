import { getCurrentSpan } from '@botanu/core';
import { addCount, addText, safely } from '@botanu/core/authoring';
import type { Attributes } from '@opentelemetry/api';
import * as semconv from './semconv';
import type { DbResult, StorageResult } from './types';

/** What `setDataMetrics()` takes. */
export interface DataMetrics extends DbResult, StorageResult {}

/** What `setWarehouseMetrics()` takes. */
export interface WarehouseMetrics {
  /** The warehouse's id of the query, by which its bill is found. */
  readonly queryId?: string | undefined;
  /** Bytes that the warehouse read to answer. */
  readonly bytesScanned?: number | undefined;
  /** Partitions that it read. */
  readonly partitionsScanned?: number | undefined;
  /** Rows that came back. */
  readonly rowsReturned?: number | undefined;
}

/**
 * Says on the current span, whoever opened it, what a call moved: for code whose span an instrumentation makes. Zero is
 * not written; what is negative or no number is refused with one warning. Never throws; without an active span nothing
 * happens.
 *
 * @param metrics - What is known.
 * @example
 * ```ts
 * setDataMetrics({ rowsReturned: 12, bytesRead: 4096 });
 * ```
 */
export function setDataMetrics(metrics: DataMetrics): void {
  safely('set data metrics on the current span', () => {
    const { rowsReturned, rowsAffected, bytesRead, bytesWritten, objectsCount, readUnits, writeUnits } =
      metrics;
    const attributes: Attributes = {};
    const add = (key: string, value: unknown): void =>
      addCount(attributes, key, value, `setDataMetrics() ${key}`);
    add(semconv.ATTR_BOTANU_DATA_ROWS_RETURNED, rowsReturned);
    add(semconv.ATTR_BOTANU_DATA_ROWS_AFFECTED, rowsAffected);
    add(semconv.ATTR_BOTANU_DATA_BYTES_READ, bytesRead);
    add(semconv.ATTR_BOTANU_DATA_BYTES_WRITTEN, bytesWritten);
    add(semconv.ATTR_BOTANU_DATA_OBJECTS_COUNT, objectsCount);
    add(semconv.ATTR_BOTANU_DATA_READ_UNITS, readUnits);
    add(semconv.ATTR_BOTANU_DATA_WRITE_UNITS, writeUnits);
    getCurrentSpan()?.setAttributes(attributes);
  });
}

/**
 * Says on the current span, whoever opened it, what a warehouse did. The rules are those of {@link setDataMetrics}.
 *
 * @param metrics - What is known.
 * @example
 * ```ts
 * setWarehouseMetrics({ queryId: '01b2-0000', bytesScanned: 52_428_800, partitionsScanned: 3 });
 * ```
 */
export function setWarehouseMetrics(metrics: WarehouseMetrics): void {
  safely('set warehouse metrics on the current span', () => {
    const { queryId, bytesScanned, partitionsScanned, rowsReturned } = metrics;
    const attributes: Attributes = {};
    const add = (key: string, value: unknown): void =>
      addCount(attributes, key, value, `setWarehouseMetrics() ${key}`);
    addText(attributes, semconv.ATTR_BOTANU_WAREHOUSE_QUERY_ID, queryId);
    add(semconv.ATTR_BOTANU_WAREHOUSE_BYTES_SCANNED, bytesScanned);
    add(semconv.ATTR_BOTANU_WAREHOUSE_PARTITIONS_SCANNED, partitionsScanned);
    add(semconv.ATTR_BOTANU_DATA_ROWS_RETURNED, rowsReturned);
    getCurrentSpan()?.setAttributes(attributes);
  });
}
