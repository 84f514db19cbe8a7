import { context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { contextWithStep } from './context';
import { toIdentifier } from './identifier';
import { warnOnce } from './safely';
import { ATTR_BOTANU_STEP, SPAN_NAME_STEP_PREFIX } from './semconv';
import type { Completion } from './settle';
import { runInSpan, startSpan } from './span-scope';

/** The name of a step that was opened without one. */
const UNNAMED_STEP = 'unnamed';

/**
 * Runs a function as one phase of a run: its span, and every span inside, carries the step's name, in this
 * service and in those that it calls.
 *
 * The guarantees are those of `event()`. Outside a run it is a plain span.
 *
 * @param name - The step's name, of low cardinality. @example `retrieval`
 * @param fn - The function.
 * @returns What `fn` returned.
 * @throws TypeError at once, where `fn` is no function.
 * @example
 * ```ts
 * const articles = await step('retrieval', () => knowledge.search(ticket.text));
 * const draft = await step('generation', () => model.answer(ticket, articles));
 * ```
 */
export function step<T>(name: string, fn: () => T): T {
  if (typeof fn !== 'function') {
    throw new TypeError(
      "step() needs the function to run as its second argument. Write step('retrieval', () => { ... }).",
    );
  }
  const stepName = toStepName(name);
  const stepContext = contextWithStep(context.active(), stepName);
  const span = startSpan(
    SPAN_NAME_STEP_PREFIX + stepName,
    { kind: SpanKind.INTERNAL, attributes: { [ATTR_BOTANU_STEP]: stepName } },
    stepContext,
  );
  return runInSpan(
    stepContext,
    span,
    () => fn(),
    undefined,
    (completion) => endStep(span, completion),
  );
}

function toStepName(name: unknown): string {
  const stepName = toIdentifier(name);
  if (stepName === undefined) {
    warnOnce('BOTANU_INVALID_ARGUMENT', 'step() was called without a name; it is called "unnamed".', 'step');
    return UNNAMED_STEP;
  }
  return stepName;
}

function endStep(span: Span, completion: Completion): void {
  if (completion.isError) {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
