import type { StorageResult } from '../types';
import { isShape, lengthOf, toCount } from './shapes';

/**
 * What the AWS client of S3 returns, which also speaks to MinIO and others. `ContentLength` is what was transferred of
 * an object that was got (a part of it, where a range was asked for), and only its size where merely its head was.
 * See https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @param operation - What was done, in upper case.
 * @param result - What the client's promise was fulfilled with.
 * @returns Undefined where the shape is not its client's.
 */
export function readStorageResult(operation: string, result: unknown): StorageResult | undefined {
  if (!isShape(result)) {
    return undefined;
  }
  const { Body, ContentLength, Contents, KeyCount, Deleted, ETag, CopyObjectResult } = result;
  if (Body !== undefined) {
    return { objectsCount: 1, bytesRead: toCount(ContentLength) };
  }
  const listed = toCount(KeyCount) ?? lengthOf(Contents) ?? lengthOf(Deleted);
  if (listed !== undefined) {
    return { objectsCount: listed };
  }
  // What was written, copied or looked at has an ETag; how long it is, only the caller knows.
  const isOneObject = (ETag ?? CopyObjectResult) !== undefined && operation !== 'LIST';
  return isOneObject ? { objectsCount: 1 } : undefined;
}
