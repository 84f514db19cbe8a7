import { addCount as addNamedCount } from '@botanu/core/authoring';
import type { Attributes } from '@opentelemetry/api';
import * as semconv from './semconv';
import type { DbResult, MessagingResult, StorageResult } from './types';

/**
 * Adds a count. Zero is not written; what is no count is refused with one warning, which names the attribute.
 *
 * @param attributes - Is added to.
 * @param key - The attribute.
 * @param value - The count.
 */
export function addCount(attributes: Attributes, key: string, value: unknown): void {
  addNamedCount(attributes, key, value, key);
}

/**
 * Adds what a database call moved.
 *
 * @param attributes - Is added to.
 * @param result - What is known; anything else is ignored.
 */
export function addDbResult(attributes: Attributes, result: DbResult | null | undefined): void {
  addCount(attributes, semconv.ATTR_BOTANU_DATA_ROWS_RETURNED, result?.rowsReturned);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_ROWS_AFFECTED, result?.rowsAffected);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_BYTES_READ, result?.bytesRead);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_BYTES_WRITTEN, result?.bytesWritten);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_READ_UNITS, result?.readUnits);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_WRITE_UNITS, result?.writeUnits);
}

/**
 * Adds what a storage call moved.
 *
 * @param attributes - Is added to.
 * @param result - What is known; anything else is ignored.
 */
export function addStorageResult(attributes: Attributes, result: StorageResult | null | undefined): void {
  addCount(attributes, semconv.ATTR_BOTANU_DATA_OBJECTS_COUNT, result?.objectsCount);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_BYTES_READ, result?.bytesRead);
  addCount(attributes, semconv.ATTR_BOTANU_DATA_BYTES_WRITTEN, result?.bytesWritten);
}

/**
 * Adds what a messaging call moved.
 *
 * @param attributes - Is added to.
 * @param result - What is known; anything else is ignored.
 */
export function addMessagingResult(attributes: Attributes, result: MessagingResult | null | undefined): void {
  addCount(attributes, semconv.ATTR_BOTANU_MESSAGING_MESSAGE_COUNT, result?.messageCount);
  addCount(attributes, semconv.ATTR_BOTANU_MESSAGING_BYTES_TRANSFERRED, result?.bytesTransferred);
}
