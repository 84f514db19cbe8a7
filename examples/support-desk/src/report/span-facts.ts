import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { numberOf, textOf } from './attributes';
import { databaseCallOf } from './database-call';
import { figuresOfCalls } from './figures';
import { formatCount, formatDollars, printable } from './format';
import { modelCallOf } from './model-call';
import { outcomeOf } from './runs';
import { isRunSpan } from './span-index';

/**
 * A span's name, for HTTP with the path.
 *
 * @param span - The span.
 * @returns One short line.
 */
export function titleOf(span: ReceivedSpan): string {
  const path = pathOf(span);
  return printable(path === undefined ? span.name : `${span.name} ${path}`);
}

/**
 * What is worth knowing of a span beside its name and duration.
 *
 * @param span - The span.
 * @returns One short line; empty where there is nothing.
 */
export function factsOf(span: ReceivedSpan): string {
  const { attributes } = span;
  const facts: string[] = [];
  if (isRunSpan(span)) {
    facts.push(`attempt ${numberOf(attributes, 'botanu.attempt') ?? 1}: ${outcomeOf(span)}`);
    facts.push(textOf(attributes, 'botanu.outcome.error_class') ?? '');
    facts.push(textOf(attributes, 'botanu.outcome.reason_code') ?? '');
  }
  const call = modelCallOf(span);
  if (call !== undefined) {
    facts.push(`${formatCount(call.inputTokens)} in`, `${formatCount(call.outputTokens)} out`);
    facts.push(`$${formatDollars(figuresOfCalls([call]))}`);
  }
  const read = databaseCallOf(span);
  if (read !== undefined) {
    facts.push(
      `${formatCount(read.rows)} ${read.rows === 1 ? 'row' : 'rows'}`,
      `${formatCount(read.bytes)} bytes`,
    );
  }
  const status =
    numberOf(attributes, 'http.response.status_code') ?? numberOf(attributes, 'http.status_code');
  facts.push(status === undefined ? '' : String(status));
  return printable(facts.filter((fact) => fact !== '').join('  '));
}

function pathOf({ attributes }: ReceivedSpan): string | undefined {
  const target =
    textOf(attributes, 'url.path') ??
    textOf(attributes, 'url.full') ??
    textOf(attributes, 'http.target') ??
    textOf(attributes, 'http.url');
  return target === undefined || !URL.canParse(target, 'http://host')
    ? undefined
    : new URL(target, 'http://host').pathname;
}
