import { allInputTokens, allOutputTokens, type BilledRequest } from '@botanu-tooling/model-servers';
import type { CaseReport, SeenSpan } from './types';

/** Token counts of a span, or of the log; what is not there counts as nothing. */
interface Counts {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWriteOneHour: number;
  readonly reasoning: number;
}

/**
 * Cases in which the program leaves before the answer is complete, reads it past the client, or does not read it at all;
 * only there may the usage be estimated.
 */
const NOT_READ = new Set([
  'broken off',
  'aborted',
  'asResponse',
  'asResponse, streamed',
  'a promise that nobody awaits',
  'streamed without asking for the usage',
]);

/**
 * What is wrong with the spans of a case, beside the server's log; empty: nothing is.
 *
 * @param report - What happened, with botanu.
 */
export function verifySpans(report: CaseReport): string[] {
  const { spans, billed, name } = report;
  const problems = [
    ...spans.filter(({ isEnded }) => !isEnded).map((span) => `the span "${span.name}" never ended`),
    ...verifyWarnings(report),
  ];
  const isFailed = ({ isError }: SeenSpan) => isError && name !== 'aborted';
  const failed = spans.filter(isFailed);
  const answered = spans.filter((span) => !isFailed(span));
  // A call may have one span for all its attempts, or one for each; with an answer, the failed ones may stay untold.
  const failures = report.requests.length - billed.length;
  if (answered.length !== billed.length || failed.length > failures || spans.length === 0) {
    const names = spans.map((span) => `${span.name}${span.isError ? ' (failed)' : ''}`);
    return [...problems, `${billed.length} answers and ${failures} failures, spans: ${names.join(', ')}`];
  }
  const estimated = answered.filter(({ attributes }) => attributes['botanu.usage.estimated'] === true);
  if (report.tellsInputFirst && estimated.some((span) => countsOfSpan(span).input === 0)) {
    problems.push('the input of a stream that was left early is not told, though it came first');
  }
  if (estimated.length > 0 && !NOT_READ.has(name)) {
    problems.push('the usage is marked as estimated, though the answer was complete');
  }
  return [
    ...problems,
    ...failed.flatMap(verifyFailure),
    ...answered.flatMap((span, index) => verifyCall(span, billed[index] as BilledRequest)),
  ];
}

/** Of a stream that does not tell its usage the user is told, once in a process; nothing else is worth a warning. */
function verifyWarnings({ warnings, name }: CaseReport): string[] {
  const mayWarn = name === 'streamed without asking for the usage';
  return [...new Set(warnings)]
    .filter((warning) => !(mayWarn && warning.includes('BOTANU_USAGE_NOT_REPORTED')))
    .map((warning) => `warned: ${warning}`);
}

function verifyFailure(span: SeenSpan): string[] {
  const problems: string[] = [];
  if (!span.isError || typeof span.attributes['error.type'] !== 'string') {
    problems.push(`the failed call is not marked: ${JSON.stringify(span.attributes)}`);
  }
  if (Object.values(countsOfSpan(span)).some((count) => count > 0)) {
    problems.push('the failed call has usage');
  }
  return problems;
}

function verifyCall(span: SeenSpan, billed: BilledRequest): string[] {
  const isEstimated = span.attributes['botanu.usage.estimated'] === true;
  const problems = [...compareCounts(countsOfSpan(span), countsOfBill(billed), isEstimated)];
  if (!isEstimated && !billed.isComplete) {
    problems.push('the usage is not marked as estimated, though the answer was incomplete');
  }
  const { responseId, requestId = responseId } = billed;
  // Some clients tell the id at the end of a stream only.
  const ids: (string | undefined)[] = isEstimated ? ['', responseId] : [responseId];
  const responseIdOfSpan = String(span.attributes['gen_ai.response.id'] ?? '');
  const requestIdOfSpan = String(span.attributes['botanu.vendor.request_id'] ?? '');
  if (!ids.includes(responseIdOfSpan)) {
    problems.push(`the response id is "${responseIdOfSpan}" instead of "${responseId}"`);
  }
  if (![...ids, requestId].includes(requestIdOfSpan)) {
    problems.push(`the request id is "${requestIdOfSpan}" instead of "${requestId}"`);
  }
  return problems;
}

/** Exactly what was billed, or, where it is estimated, no more than that. */
function compareCounts(counted: Counts, billed: Counts, isEstimated: boolean): string[] {
  return (Object.keys(billed) as (keyof Counts)[])
    .filter((key) => (isEstimated ? counted[key] > billed[key] : counted[key] !== billed[key]))
    .map((key) => `${key}: ${counted[key]} instead of ${billed[key]}${isEstimated ? ' at most' : ''}`);
}

/** The counts that a span bears, as WIRE's attributes have them. */
function countsOfSpan({ attributes }: SeenSpan): Counts {
  const count = (key: string) => Number(attributes[key] ?? 0);
  return {
    input: count('gen_ai.usage.input_tokens'),
    output: count('gen_ai.usage.output_tokens'),
    cacheRead: count('gen_ai.usage.cache_read.input_tokens'),
    cacheWrite: count('gen_ai.usage.cache_write.input_tokens'),
    cacheWriteOneHour: count('botanu.usage.cache_write_1h_tokens'),
    reasoning: count('gen_ai.usage.reasoning.output_tokens'),
  };
}

function countsOfBill({ bill }: BilledRequest): Counts {
  return {
    input: allInputTokens(bill),
    output: allOutputTokens(bill),
    cacheRead: bill.cacheReadTokens,
    cacheWrite: bill.cacheWriteTokens + bill.cacheWriteOneHourTokens,
    cacheWriteOneHour: bill.cacheWriteOneHourTokens,
    reasoning: bill.reasoningTokens,
  };
}

/**
 * What a program saw otherwise than without botanu; empty: nothing.
 *
 * @param report - What happened, with botanu.
 * @param bare - The same program without.
 */
export function verifyBehaviour(report: CaseReport, bare: CaseReport): string[] {
  const problems: string[] = [];
  if (JSON.stringify(report.seen) !== JSON.stringify(bare.seen)) {
    problems.push(`saw ${difference(report.seen, bare.seen)}`);
  }
  if (JSON.stringify(report.requests) !== JSON.stringify(bare.requests)) {
    problems.push(`sent ${difference(report.requests, bare.requests)}`);
  }
  return problems;
}

/** The first place at which two values differ. */
function difference(actual: unknown, expected: unknown, path = ''): string {
  const keys = new Set([...keysOf(actual), ...keysOf(expected)]);
  for (const key of keys) {
    const [left, right] = [fieldOf(actual, key), fieldOf(expected, key)];
    if (JSON.stringify(left) !== JSON.stringify(right)) {
      return difference(left, right, `${path}.${key}`);
    }
  }
  return `${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
