import { type Context, createContextKey } from '@opentelemetry/api';

const EXPLICIT_KEY = createContextKey('botanu.explicit.v1');

/**
 * Marks a Context in which the application itself injects or extracts: the rules for what instrumentations do by
 * themselves, whom to tell and whom to believe, do not apply.
 *
 * @param context - Any Context.
 */
export function explicitly(context: Context): Context {
  return context.setValue(EXPLICIT_KEY, true);
}

/**
 * Whether the application itself injects or extracts in a Context, with `injectRunContext()` or `continueRun()`, and not
 * an instrumentation. For propagators.
 *
 * @param context - What a propagator is given.
 * @returns True inside those functions only.
 * @example
 * ```ts
 * console.log(isExplicit(ROOT_CONTEXT)); // false
 * ```
 */
export function isExplicit(context: Context): boolean {
  return context.getValue(EXPLICIT_KEY) === true;
}
