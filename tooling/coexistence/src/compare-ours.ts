import type { StartedSpan } from './types';

/** As much of a span that our collector received as these checks read. */
export interface OurSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Whether our collector received every span, each once, with the ids that the program saw and the run that it
 * belongs to.
 *
 * @param expected - What the program has started.
 * @param ours - What our collector received.
 * @returns One line for each span that is missing, twice there, or in the wrong run.
 */
export function missingSpans(expected: readonly StartedSpan[], ours: readonly OurSpan[]): readonly string[] {
  const byId = groupById(ours);
  return expected.flatMap(({ name, traceId, spanId = '', run }) => {
    const received = byId.get(spanId) ?? [];
    const [span] = received;
    if (span === undefined || received.length > 1) {
      return [`${name} ${spanId} of run ${run} was received ${received.length} times`];
    }
    const workflow = span.attributes['botanu.workflow'] ?? null;
    return workflow === run && span.traceId === traceId
      ? []
      : [
          `${name} ${spanId} of run ${run}, trace ${traceId} was received in ${workflow}, trace ${span.traceId}`,
        ];
  });
}

/**
 * Whether each run is one tree: all its spans lead up to the span of the run, in its trace.
 *
 * @param ours - What our collector received.
 * @param detached - The names of spans that their own code has made the root of another trace.
 * @returns One line for each span that does not lead up to its run.
 */
export function disconnectedSpans(ours: readonly OurSpan[], detached: readonly string[]): readonly string[] {
  const byId = new Map(ours.map((span) => [span.spanId, span]));
  const runSpans = new Map(ours.filter(isRunSpan).map((span) => [runIdOf(span), span]));
  return ours
    .filter((span) => runIdOf(span) !== undefined && !detached.includes(span.name))
    .filter((span) => !leadsTo(runSpans.get(runIdOf(span)), span, byId))
    .map(({ name, spanId, parentSpanId }) => `${name} ${spanId} hangs on ${parentSpanId}, not on its run`);
}

function leadsTo(runSpan: OurSpan | undefined, span: OurSpan, byId: ReadonlyMap<string, OurSpan>): boolean {
  let current: OurSpan | undefined = span;
  while (current !== undefined && current !== runSpan) {
    current = byId.get(current.parentSpanId ?? '');
  }
  return current !== undefined && current.traceId === span.traceId;
}

function isRunSpan({ name }: OurSpan): boolean {
  return name.startsWith('botanu.run/');
}

function runIdOf({ attributes }: OurSpan): unknown {
  return attributes['botanu.run_id'];
}

function groupById(spans: readonly OurSpan[]): ReadonlyMap<string, readonly OurSpan[]> {
  const groups = new Map<string, OurSpan[]>();
  for (const span of spans) {
    const group = groups.get(span.spanId) ?? [];
    group.push(span);
    groups.set(span.spanId, group);
  }
  return groups;
}
