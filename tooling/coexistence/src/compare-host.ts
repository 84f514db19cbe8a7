import type { HostSpan, ProgramResult, ReceivedCall, StartedSpan } from './types';

const BOTANU_PREFIX = 'botanu.';

/**
 * Compares what an existing exporter received without and with botanu, span by span, in order.
 *
 * @param without - Received by the program without botanu.
 * @param withBotanu - Received by the same program with botanu. Attributes and events of ours are left out here.
 * @returns One line for each difference; none where everything is the same.
 */
export function compareSpans(
  without: readonly HostSpan[],
  withBotanu: readonly HostSpan[],
): readonly string[] {
  return compareLists('span', without, withBotanu.map(withoutOurs), (span) => `${span.name} ${span.spanId}`);
}

/**
 * Compares the calls that a processor of the host received.
 *
 * @param without - By the program without botanu.
 * @param withBotanu - By the program with botanu.
 * @returns One line for each difference.
 */
export function compareCalls(without: readonly string[], withBotanu: readonly string[]): readonly string[] {
  return compareLists('call', without, withBotanu, (call) => call);
}

/**
 * Compares what the program's own code saw of the spans that it started: also of those that nobody exports. That
 * they are recording is not compared: it is how botanu gets to see them.
 *
 * @param without - Of the program without botanu.
 * @param withBotanu - Of the program with botanu.
 * @returns One line for each difference.
 */
export function compareStarted(
  without: readonly StartedSpan[],
  withBotanu: readonly StartedSpan[],
): readonly string[] {
  return compareLists(
    'started span',
    without.map(withoutRecording),
    withBotanu.map(withoutRecording),
    ({ name }) => name,
  );
}

/**
 * Compares what was sent to another service: the trace context to the letter, the baggage without our entries.
 *
 * @param without - Received from the program without botanu.
 * @param withBotanu - Received from the program with botanu.
 * @returns One line for each difference.
 */
export function compareHeaders(
  without: readonly ReceivedCall[],
  withBotanu: readonly ReceivedCall[],
): readonly string[] {
  return compareLists('request', without.map(ownHeaders), withBotanu.map(ownHeaders), ({ path }) => path);
}

/**
 * Compares how flushing and shutting down the host's own provider ended.
 *
 * @param without - The program without botanu.
 * @param withBotanu - The program with botanu.
 * @returns One line for each difference.
 */
export function compareEndings(without: Endings, withBotanu: Endings): readonly string[] {
  return [
    ...differences('forceFlush()', without.flush.outcome, withBotanu.flush.outcome),
    ...differences('shutdown()', without.shutdown.outcome, withBotanu.shutdown.outcome),
  ];
}

type Endings = Pick<ProgramResult, 'flush' | 'shutdown'>;

/**
 * Compares what is not as it was before `enable()`: an application changes its own tracing, too.
 *
 * @param without - In the program without botanu.
 * @param withBotanu - In the program with botanu, after `disable()`.
 * @returns One line for each thing that is different with botanu alone, or without it alone.
 */
export function compareChanges(without: readonly string[], withBotanu: readonly string[]): readonly string[] {
  return [
    ...withBotanu.filter((name) => !without.includes(name)).map((name) => `${name} is not as it was`),
    ...without.filter((name) => !withBotanu.includes(name)).map((name) => `${name} did not change`),
  ];
}

/**
 * Replaces every id by its number in the order of appearance: for tracers that draw ids in batches, where the same
 * spans have other ids in another run. Which span belongs to which, and which trace to which, is still told.
 *
 * @param value - Spans, calls or headers, as JSON has them.
 */
export function withOrdinalIds<T>(value: T): T {
  const ordinals = new Map<string, number>();
  const text = JSON.stringify(value).replace(ID, (id) => {
    const ordinal = ordinals.get(id) ?? ordinals.size + 1;
    ordinals.set(id, ordinal);
    return `#${ordinal}`;
  });
  return JSON.parse(text) as T;
}

/** Hexadecimal (14 digits of Datadog's randomness, 16 of a span, 32 of a trace), or a decimal of 64 bits. */
const ID = /(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{14,32}(?![0-9a-z])/g;

function compareLists<T>(
  what: string,
  without: readonly T[],
  withBotanu: readonly T[],
  nameOf: (item: T) => string,
): readonly string[] {
  const count = Math.max(without.length, withBotanu.length);
  const lines = Array.from({ length: count }, (_, index) => {
    const [expected, actual] = [without[index], withBotanu[index]];
    const name = nameOf((expected ?? actual) as T);
    return differences(`${what} ${index} (${name})`, expected, actual);
  });
  return [...differences(`number of ${what}s`, without.length, withBotanu.length), ...lines.flat()];
}

function withoutRecording({ recording: _recording, ...others }: StartedSpan): Omit<StartedSpan, 'recording'> {
  return others;
}

function withoutOurs(span: HostSpan): HostSpan {
  return {
    ...span,
    attributes: Object.fromEntries(
      Object.entries(span.attributes).filter(([key]) => !key.startsWith(BOTANU_PREFIX)),
    ),
    events: span.events.filter(({ name }) => !name.startsWith(BOTANU_PREFIX)),
  };
}

function ownHeaders({ path, headers }: ReceivedCall): ReceivedCall {
  const { baggage, ...others } = headers;
  const entries = (baggage ?? '').split(',').filter((entry) => !/^\s*(botanu\.|$)/.test(entry));
  return { path, headers: { ...others, baggage: entries.map((entry) => entry.trim()).join(',') } };
}

/** Every place in which two JSON values differ, one line each. */
function differences(path: string, expected: unknown, actual: unknown): readonly string[] {
  if (isRecord(expected) && isRecord(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
    return keys.flatMap((key) => differences(`${path}.${key}`, expected[key], actual[key]));
  }
  const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
  return left === right ? [] : [`${path}: ${left} without botanu, ${right} with it`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
