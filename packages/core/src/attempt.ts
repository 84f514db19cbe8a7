import { createContextKey, context as openTelemetryContext } from '@opentelemetry/api';
import { callInContext } from './call-in-context';
import { runOf } from './context';
import { boundAttempt } from './run-record';
import { settle } from './settle';

const ATTEMPT_KEY = /* @__PURE__ */ createContextKey('botanu.attempt.v1');

/**
 * Runs a function as one attempt of something that is retried inside a run: a model call, say. Trackers of
 * model and tool calls inside write the attempt on their spans.
 *
 * @param attempt - Which attempt, from 1 to 10,000; what lies outside is bounded.
 * @param fn - Called once.
 * @returns What `fn` returned, unchanged.
 * @example
 * ```ts
 * const answer = await withAttempt(2, () => agent.answer(ticket, []));
 * console.log(answer); // Dear acme,
 * ```
 */
export function withAttempt<T>(attempt: number, fn: () => T): T {
  const context = openTelemetryContext.active().setValue(ATTEMPT_KEY, boundAttempt(attempt));
  return settle(callInContext(context, fn), context, () => {});
}

/**
 * Which attempt the calling code is in: that of the innermost `withAttempt`, else that of the run.
 *
 * @returns From 1; 1 outside of any.
 * @example
 * ```ts
 * console.log(getAttempt()); // 1
 * ```
 */
export function getAttempt(): number {
  const context = openTelemetryContext.active();
  const attempt = context.getValue(ATTEMPT_KEY) as number | undefined;
  return attempt ?? runOf(context)?.attempt ?? 1;
}
