/** What is used of the tracer that `dd-trace` leaves in the process. */
interface DatadogTracer {
  startSpan(name: string): { context(): { _trace?: { record?: boolean } } };
  scope(): { activate<T>(span: object, fn: () => T): T };
}

/**
 * Calls a function whose requests `dd-trace` is not to record: our export is nobody's business, and would be on the
 * customer's Datadog bill. Datadog has no public switch for that; its own filter of requests sets this mark, too.
 *
 * @param fn - Sends something.
 * @returns What it returned. Where Datadog is absent, or looks different from what we know, it is simply called.
 */
export function outsideDatadog<T>(fn: () => T): T {
  const tracer = (globalThis as { _ddtrace?: Partial<DatadogTracer> })._ddtrace;
  const span = tracer === undefined ? undefined : startUnrecordedSpan(tracer);
  return span === undefined ? fn() : (tracer as DatadogTracer).scope().activate(span, fn);
}

/** It is never finished, so it is never sent. */
function startUnrecordedSpan(tracer: Partial<DatadogTracer>): object | undefined {
  try {
    if (typeof tracer.scope?.().activate !== 'function') {
      return undefined;
    }
    const span = tracer.startSpan?.('botanu.export');
    const trace = span?.context()._trace;
    if (span === undefined || trace === undefined) {
      return undefined;
    }
    trace.record = false;
    return span;
  } catch {
    return undefined;
  }
}
