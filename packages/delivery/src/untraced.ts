import { type Context, context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { outsideDatadog } from './outside-datadog';

/**
 * The key of every OpenTelemetry SDK from 1.0 on: a test compares. Taken from `@opentelemetry/core`, it would bind this
 * package to one line of the SDK.
 */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

const UNTRACED: Context = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/**
 * Runs a function in a context of nobody's, in which no instrumentation, nor `dd-trace`, makes spans or injects headers.
 *
 * @param fn - What to run.
 * @returns What it returns.
 * @example
 * ```ts
 * console.log(untraced(() => 6 * 7)); // 42
 * ```
 */
export function untraced<T>(fn: () => T): T {
  return context.with(UNTRACED, () => outsideDatadog(fn));
}
