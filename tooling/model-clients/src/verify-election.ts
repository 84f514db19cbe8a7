import { allInputTokens, allOutputTokens, type BilledRequest } from '@botanu-tooling/model-servers';
import type { ElectionReport, SeenSpan } from './types';

/** Input and output tokens. */
interface Totals {
  readonly input: number;
  readonly output: number;
}

/** What an emitter writes for the same fact. */
const INPUT_KEYS = ['gen_ai.usage.input_tokens', 'llm.token_count.prompt'];
const OUTPUT_KEYS = ['gen_ai.usage.output_tokens', 'llm.token_count.completion'];

/**
 * What is wrong with an election, beside the server's log; empty: nothing is.
 *
 * @param report - What happened.
 * @param isTold - Which requests the emitters tell of at all.
 */
export function verifyElection(
  report: ElectionReport,
  isTold: (request: BilledRequest) => boolean,
): string[] {
  const told = report.billed.filter(isTold);
  const billed = totalOf(
    told.map(({ bill }) => ({ input: allInputTokens(bill), output: allOutputTokens(bill) })),
  );
  const borne = totalOf(report.spans.filter(isBearing).map(totalsOf));
  // Some clients read on behind the back of a program that has left.
  const isRead = !report.name.startsWith('broken off');
  const problems = report.spans
    .filter((span) => hasUsage(span) && !isDecided(span))
    .map(({ name }) => `the span "${name}" reports usage, and was not decided on`);
  for (const key of ['input', 'output'] as const) {
    if (isRead ? borne[key] !== billed[key] : borne[key] > billed[key]) {
      problems.push(`${key}: spans bear ${borne[key]} of ${billed[key]}: ${describe(report.spans)}`);
    }
  }
  return problems.map((problem) => `${report.name}: ${problem}`);
}

function totalOf(totals: readonly Totals[]): Totals {
  const sum = (key: keyof Totals) => totals.reduce((total, one) => total + one[key], 0);
  return { input: sum('input'), output: sum('output') };
}

function totalsOf({ attributes }: SeenSpan): Totals {
  const first = (keys: readonly string[]) =>
    Number(keys.map((key) => attributes[key]).find((value) => value !== undefined) ?? 0);
  return { input: first(INPUT_KEYS), output: first(OUTPUT_KEYS) };
}

function hasUsage(span: SeenSpan): boolean {
  const { input, output } = totalsOf(span);
  return span.isEnded && input + output > 0;
}

function isBearing({ attributes }: SeenSpan): boolean {
  return attributes['botanu.usage.bearing'] === true;
}

function isDecided({ attributes }: SeenSpan): boolean {
  const { 'botanu.usage.bearing': bearing, 'botanu.usage.elected_by': rule } = attributes;
  return typeof bearing === 'boolean' && typeof rule === 'string';
}

function describe(spans: readonly SeenSpan[]): string {
  return spans
    .filter(hasUsage)
    .map((span) => {
      const { input, output } = totalsOf(span);
      const rule = String(span.attributes['botanu.usage.elected_by']);
      return `${span.scope} "${span.name}" ${input}+${output} ${isBearing(span)} by ${rule}`;
    })
    .join('; ');
}
