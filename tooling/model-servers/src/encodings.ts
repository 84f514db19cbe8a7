import type { StreamEvent } from './types';

/** One event of a stream before it is encoded: its data, and the tokens that it hands over. */
export interface PlainEvent {
  readonly data: unknown;
  /** The event's name, in protocols that have one. */
  readonly name?: string;
  /** @defaultValue 0 */
  readonly outputTokens?: number;
}

/** Server-sent events; see https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export function encodeServerSentEvents(events: readonly PlainEvent[]): StreamEvent[] {
  return events.map(({ data, name, outputTokens = 0 }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return { bytes: `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`, outputTokens };
  });
}

/** One JSON value in each line. */
export function encodeLines(events: readonly PlainEvent[]): StreamEvent[] {
  return events.map(({ data, outputTokens = 0 }) => ({ bytes: `${JSON.stringify(data)}\n`, outputTokens }));
}
