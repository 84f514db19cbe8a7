import type { RequestHeaders } from './inbound-headers';

type Listen = (event: string, listener: () => void) => unknown;

/**
 * As much of Node's request as is needed here; what frameworks and tests hand over may have less.
 * @example
 * ```ts
 * const upgrade: EndingMessage = { headers: { connection: 'upgrade', upgrade: 'websocket' } };
 * ```
 */
export interface EndingMessage {
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /** The connection: an upgrade ends with it. */
  readonly socket?: { readonly once?: Listen; readonly removeListener?: Listen } | null;
}

/**
 * As much of Node's response.
 * @example
 * ```ts
 * import { EventEmitter } from 'node:events';
 *
 * const response: EndingResponse = Object.assign(new EventEmitter(), { statusCode: 200 });
 * ```
 */
export interface EndingResponse {
  /** Listens for an event. */
  readonly on?: Listen;
  /** What was, or will be, answered. */
  readonly statusCode?: number;
  /** Whether the connection is gone. */
  readonly destroyed?: boolean;
  /** Whether all of it was handed to the network. */
  readonly writableFinished?: boolean;
}

/** How a response ended. */
export interface ResponseEnd {
  /** Whether all of it was handed to the network before the connection was closed. */
  readonly isComplete: boolean;
  readonly statusCode: number | undefined;
}

/**
 * Calls back once, when a response has been sent completely, or its connection was closed before that.
 *
 * @param message - Node's request. One that asks for an upgrade may end with its connection alone.
 * @param response - Node's response.
 * @param onEnd - What to do then.
 */
export function whenResponseEnds(
  message: EndingMessage,
  response: EndingResponse,
  onEnd: (end: ResponseEnd) => void,
): void {
  const socket = message.headers.upgrade === undefined ? undefined : message.socket;
  let hasEnded = false;
  function end(isComplete: boolean): void {
    if (!hasEnded) {
      hasEnded = true;
      socket?.removeListener?.('close', onClose);
      onEnd({ isComplete, statusCode: response.statusCode });
    }
  }
  function onClose(): void {
    end(response.writableFinished === true);
  }
  if (response.destroyed === true) {
    onClose();
    return;
  }
  // Not `once`, which wraps what it is given: each of the two comes once anyway.
  response.on?.('finish', () => end(true));
  response.on?.('close', onClose);
  // A connection that was taken over answers nobody as a response: it has done its work when it is closed.
  socket?.once?.('close', onClose);
}
