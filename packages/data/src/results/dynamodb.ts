import { type DbFacts, directionOf } from './db-facts';
import { isShape, lengthOf, type Shape, sumOf, toCount } from './shapes';

/**
 * What the AWS client of DynamoDB returns, and its document client. Units are there where the request said
 * `ReturnConsumedCapacity`.
 * See https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
 *
 * @param result - What the client returned.
 * @param operation - What was done, in upper case: it tells reads from writes where the result does not.
 */
export function readDynamodb(result: unknown, operation: string): DbFacts | undefined {
  if (!isShape(result) || !KEYS.some((key) => key in result)) {
    return undefined;
  }
  return { rowsReturned: rowsOf(result), ...unitsOf(result, operation) };
}

const KEYS = ['$metadata', 'Items', 'Item', 'Responses', 'ConsumedCapacity'] as const;

/** `Count` comes without `Items` where a query only counts. */
function rowsOf({ Items, Item, Responses }: Shape): number | undefined {
  if (Item !== undefined) {
    return 1;
  }
  // Of a batch by table, of a transaction a list.
  return isShape(Responses) ? sumOf(Object.values(Responses).map(lengthOf)) : lengthOf(Items ?? Responses);
}

function unitsOf(result: Shape, operation: string): DbFacts {
  const consumed = [result.ConsumedCapacity].flat().filter(isShape);
  const total = sumOf(consumed.map(({ CapacityUnits }) => toCount(CapacityUnits)));
  const readUnits = sumOf(consumed.map(({ ReadCapacityUnits }) => toCount(ReadCapacityUnits)));
  const writeUnits = sumOf(consumed.map(({ WriteCapacityUnits }) => toCount(WriteCapacityUnits)));
  if (readUnits !== undefined || writeUnits !== undefined) {
    return { readUnits, writeUnits };
  }
  return isRead(result, operation) ? { readUnits: total } : { writeUnits: total };
}

/** A read of an item that is not there looks like a write. */
function isRead(result: Shape, operation: string): boolean {
  return (
    ['Items', 'Item', 'Count', 'Responses'].some((key) => key in result) || directionOf(operation) === 'read'
  );
}
