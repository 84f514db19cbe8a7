import { getCurrentSpan } from '@botanu/core';
import { addText, safely } from '@botanu/core/authoring';
import type { Attributes } from '@opentelemetry/api';
import { addCount, addDbResult } from './counts';
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
    const attributes: Attributes = {};
    addDbResult(attributes, metrics);
    addCount(attributes, semconv.ATTR_BOTANU_DATA_OBJECTS_COUNT, metrics.objectsCount);
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
    addText(attributes, semconv.ATTR_BOTANU_WAREHOUSE_QUERY_ID, queryId);
    addCount(attributes, semconv.ATTR_BOTANU_WAREHOUSE_BYTES_SCANNED, bytesScanned);
    addCount(attributes, semconv.ATTR_BOTANU_WAREHOUSE_PARTITIONS_SCANNED, partitionsScanned);
    addCount(attributes, semconv.ATTR_BOTANU_DATA_ROWS_RETURNED, rowsReturned);
    getCurrentSpan()?.setAttributes(attributes);
  });
}
