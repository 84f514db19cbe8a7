import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { numberOf, textOf } from './attributes';
import { type DatabaseCall, databaseCallOf } from './database-call';
import { groupBy } from './group-by';
import { type ModelCall, modelCallOf } from './model-call';
import { byStartTime, isRunSpan, type SpanIndex } from './span-index';

/** A run and all spans that say they belong to it, in whichever service. */
export interface Run {
  readonly runId: string;
  readonly eventId: string;
  readonly customerId: string;
  readonly attempt: number;
  /** How it ended; `unknown` where its span does not tell. */
  readonly outcome: string;
  readonly runSpan: ReceivedSpan;
  readonly spans: readonly ReceivedSpan[];
  readonly modelCalls: readonly ModelCall[];
  readonly databaseCalls: readonly DatabaseCall[];
}

/** What a table shows for an id that is not there. */
const NONE = '(none)';

/**
 * Puts the spans together by run.
 *
 * @param index - All spans.
 * @returns The runs in the order in which they started.
 */
export function collectRuns(index: SpanIndex): readonly Run[] {
  const spansByRunId = groupBy(index.spans, ({ attributes }) => textOf(attributes, 'botanu.run_id'));
  return index.spans
    .filter(isRunSpan)
    .sort(byStartTime)
    .map((runSpan) => {
      const { attributes } = runSpan;
      const runId = textOf(attributes, 'botanu.run_id');
      const spans = runId === undefined ? [runSpan] : (spansByRunId.get(runId) ?? []);
      return {
        runId: runId ?? NONE,
        eventId: textOf(attributes, 'botanu.event_id') ?? NONE,
        customerId: textOf(attributes, 'botanu.customer_id') ?? NONE,
        attempt: numberOf(attributes, 'botanu.attempt') ?? 1,
        outcome: outcomeOf(runSpan),
        runSpan,
        spans,
        modelCalls: spans.map(modelCallOf).filter((call) => call !== undefined),
        databaseCalls: spans.map(databaseCallOf).filter((call) => call !== undefined),
      };
    });
}

/** How a run ended, as its span tells. */
export function outcomeOf(runSpan: ReceivedSpan): string {
  const completed = runSpan.events.find(({ name }) => name === 'botanu.run.completed');
  return (completed && textOf(completed.attributes, 'status')) ?? 'unknown';
}
