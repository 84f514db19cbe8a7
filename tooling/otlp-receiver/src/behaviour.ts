import { validateHeaderValue } from 'node:http';

interface DelayedBehaviour {
  /** How long to wait before answering or dropping. @default 0 */
  readonly delayMs?: number;
}

/** Answer normally, but only after a while. */
export interface LateBehaviour {
  readonly type: 'late';
  readonly delayMs: number;
  /** Keep the data; it is kept as soon as it has been read, before the delay. @default true */
  readonly keep?: boolean;
}

/** Answer with this HTTP status. */
export interface StatusBehaviour extends DelayedBehaviour {
  readonly type: 'status';
  /** 200 to 599. */
  readonly status: number;
  /** The `Retry-After` header: a number of seconds, or text that is sent as it is, such as an HTTP date. */
  readonly retryAfter?: number | string;
  /** The message in the `google.rpc.Status` that is the body. */
  readonly message?: string;
  /** The raw body, in place of a `google.rpc.Status`. */
  readonly body?: string | Uint8Array;
  /** Keep the data all the same: the sender will believe that it was lost. @default false */
  readonly keep?: boolean;
}

/** Answer 200 and say that the last `rejected` items were refused; the ones before them are kept. */
export interface PartialSuccessBehaviour extends DelayedBehaviour {
  readonly type: 'partialSuccess';
  /** How many spans, data points or log records to refuse, at most; 0 with a message is a mere warning. */
  readonly rejected: number;
  readonly message?: string;
  /** Keep the items that were not refused. @default true */
  readonly keep?: boolean;
}

/** Read the whole request and never answer it; the connection stays open until `close()`. */
export interface NeverBehaviour {
  readonly type: 'never';
  /** Keep the data: a sender that tries again causes duplicates. @default true */
  readonly keep?: boolean;
}

/** Destroy the connection without an answer. */
export interface DropBehaviour extends DelayedBehaviour {
  readonly type: 'drop';
  /** `request`: before the body is read. `response`: after it, in place of the answer. @default 'request' */
  readonly when?: 'request' | 'response';
  /**
   * Keep the data, so that a sender that tries again causes duplicates. Without effect for `request`, where
   * nothing has been read. @default true for `response`
   */
  readonly keep?: boolean;
}

/** One way to treat a request other than as a healthy collector would. */
export type Behaviour =
  | LateBehaviour
  | StatusBehaviour
  | PartialSuccessBehaviour
  | NeverBehaviour
  | DropBehaviour;

/** Throws when a behaviour cannot be acted out, so that the mistake shows where it was made. */
export function checkBehaviour(behaviour: Behaviour): void {
  if ('delayMs' in behaviour && behaviour.delayMs !== undefined) {
    checkRange('delayMs', behaviour.delayMs, 0, 2 ** 31 - 1);
  }
  if (behaviour.type === 'partialSuccess') {
    checkRange('rejected', behaviour.rejected, 0, Number.MAX_SAFE_INTEGER);
  }
  if (behaviour.type === 'status') {
    checkRange('status', behaviour.status, 200, 599);
    if (behaviour.retryAfter !== undefined) validateHeaderValue('Retry-After', String(behaviour.retryAfter));
  }
}

/** Whether the data of a request that is treated so is to be kept. */
export function keepsData(behaviour: Behaviour | undefined): boolean {
  return behaviour?.keep ?? behaviour?.type !== 'status';
}

/** How long to hold back the answer, or the drop. */
export function delayOf(behaviour: Behaviour | undefined): number {
  return behaviour !== undefined && 'delayMs' in behaviour ? (behaviour.delayMs ?? 0) : 0;
}

function checkRange(name: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new RangeError(`${name} must be an integer from ${minimum} to ${maximum}, not ${value}`);
  }
}
