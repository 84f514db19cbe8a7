import { Client, type RunTree } from 'langsmith';
import { traceable } from 'langsmith/traceable';
import type { Workload } from '../contender';
import { customerIdOf, ENVIRONMENT, eventIdOf, WORKFLOW, work, workAsync } from '../subject';

export function wrap(): Workload {
  return traceableWorkload(work);
}

export function wrapAsync(): Workload {
  return { ...traceableWorkload(workAsync), isAwaited: true };
}

/** Where nobody has turned tracing on: there is no SDK to register. */
export function withoutSdk(): Workload {
  const wrapped = traceable(work, { name: WORKFLOW });
  return { operation: () => wrapped(), evidence: () => '-' };
}

/**
 * Traces into a client that sends nothing: runs pile up in its queue until `flush()`, between the samples, and
 * what is flushed then is accepted at once by a function in place of `fetch`.
 */
function traceableWorkload<T>(fn: () => T): Workload {
  const client = new Client({
    apiKey: 'benchmark',
    apiUrl: 'http://127.0.0.1:9',
    manualFlushMode: true,
    fetchImplementation: async () => new Response('{}', { status: 202 }),
  });
  let lastRun: RunTree | undefined;
  // Wrapped once, with metadata that never changes: less than the others do.
  const wrapped = traceable(fn, {
    name: WORKFLOW,
    client,
    tracingEnabled: true,
    metadata: {
      event_id: eventIdOf(0),
      customer_id: customerIdOf(0),
      environment: ENVIRONMENT,
    },
    on_start: (run) => {
      lastRun = run;
    },
  });
  return {
    operation: () => wrapped(),
    afterSample: () => client.flush(),
    evidence: () => `${Object.keys(lastRun?.metadata ?? {}).length} metadata`,
  };
}
