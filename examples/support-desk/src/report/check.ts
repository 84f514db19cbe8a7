import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { textOf } from './attributes';
import { isRunSpan, type SpanIndex, serviceOf } from './span-index';

/** What is wrong with a span. */
interface Fault {
  readonly service: string;
  readonly span: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly reason: string;
}

/** Whether all that should be attributed is. */
export interface CheckResult {
  /** Spans that descend from a run span, the run spans included. */
  readonly attributedSpans: number;
  readonly attributedSpansByService: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
}

const RUN_KEYS = ['botanu.run_id', 'botanu.workflow', 'botanu.event_id', 'botanu.customer_id'] as const;

/**
 * Checks that each span below a run span carries that run's context, in whichever service; that no span is
 * outside of every run unless a run is below it; and that none is missing in between.
 *
 * @param index - All spans.
 * @returns What was checked, and what is wrong.
 */
export function checkRunContext(index: SpanIndex): CheckResult {
  const faults: Fault[] = [];
  const attributedSpansByService: Record<string, number> = {};
  const aboveRuns = spansAboveRuns(index);
  for (const span of index.spans) {
    const runSpan = index.runSpanOf(span);
    if (runSpan !== undefined) {
      const service = serviceOf(span);
      attributedSpansByService[service] = (attributedSpansByService[service] ?? 0) + 1;
    }
    const reason = whyFaulty(index, span, runSpan, aboveRuns);
    if (reason !== undefined) {
      faults.push(toFault(span, reason));
    }
  }
  const attributedSpans = Object.values(attributedSpansByService).reduce((total, count) => total + count, 0);
  return { attributedSpans, attributedSpansByService, faults };
}

function whyFaulty(
  index: SpanIndex,
  span: ReceivedSpan,
  runSpan: ReceivedSpan | undefined,
  aboveRuns: ReadonlySet<ReceivedSpan>,
): string | undefined {
  if (span.parentSpanId !== undefined && index.parentOf(span) === undefined) {
    return 'its parent span never arrived';
  }
  if (runSpan === undefined) {
    return aboveRuns.has(span) ? undefined : 'it belongs to no run';
  }
  for (const key of RUN_KEYS) {
    const value = textOf(span.attributes, key);
    if (value === undefined) {
      return `it has no ${key}`;
    }
    if (value !== textOf(runSpan.attributes, key)) {
      return `its ${key} is not that of its run span`;
    }
  }
  return undefined;
}

/** The request that brought a ticket is above its run, and rightly outside. */
function spansAboveRuns(index: SpanIndex): ReadonlySet<ReceivedSpan> {
  const above = new Set<ReceivedSpan>();
  for (const runSpan of index.spans.filter(isRunSpan)) {
    for (let span = index.parentOf(runSpan); span !== undefined; span = index.parentOf(span)) {
      above.add(span);
    }
  }
  return above;
}

function toFault(span: ReceivedSpan, reason: string): Fault {
  return {
    service: serviceOf(span),
    span: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    reason,
  };
}
