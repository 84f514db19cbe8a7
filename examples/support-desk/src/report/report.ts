import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { aggregate, type Tables } from './aggregate';
import { type CheckResult, checkRunContext } from './check';
import { collectRuns, type Run } from './runs';
import { SpanIndex } from './span-index';

/** Everything that is printed, from the spans alone. */
export interface Report {
  readonly index: SpanIndex;
  readonly runs: readonly Run[];
  readonly tables: Tables;
  readonly check: CheckResult;
}

/**
 * Makes the report.
 *
 * @param received - What the OTLP receiver decoded, and nothing else.
 * @returns The report.
 */
export function createReport(received: readonly ReceivedSpan[]): Report {
  const index = new SpanIndex(received);
  const runs = collectRuns(index);
  return { index, runs, tables: aggregate(runs), check: checkRunContext(index) };
}
