import { type Context, context, trace } from '@opentelemetry/api';
import type { Workload } from './contender';
import type { Tracing } from './tracing';

/**
 * Starts and ends a span, inside a parent span, in the context that a contender has prepared.
 *
 * @param tracing - The contender's.
 * @param enter - Calls the function inside of what spans are to be stamped with.
 */
export function spanWorkload({ tracer, lastSpan }: Tracing, enter: (fn: () => Context) => Context): Workload {
  const parent = trace.setSpan(context.active(), tracer.startSpan('request'));
  return {
    context: context.with(parent, () => enter(() => context.active())),
    operation: () => tracer.startSpan('call').end(),
    evidence: () => lastSpan.describe(),
  };
}
