import { RunContext } from '../src';
import golden from './fixtures/run-context-baggage.json';

interface GoldenContext {
  run_id: string;
  workflow: string;
  event_id: string;
  customer_id: string;
  environment: string;
  tenant_id?: string | null;
  parent_run_id?: string | null;
  root_run_id?: string | null;
  attempt?: number;
  retry_of_run_id?: string | null;
}

const readCases = golden.read as { baggage: Record<string, string>; context: GoldenContext | null }[];

function fieldsOf(run: RunContext | undefined): GoldenContext | null {
  return run === undefined
    ? null
    : {
        run_id: run.runId,
        workflow: run.workflow,
        event_id: run.eventId,
        customer_id: run.customerId,
        environment: run.environment,
        tenant_id: run.tenantId ?? null,
        parent_run_id: run.parentRunId ?? null,
        root_run_id: run.rootRunId,
        attempt: run.attempt,
        retry_of_run_id: run.retryOfRunId ?? null,
      };
}

describe('RunContext.fromBaggage', () => {
  it.each(readCases)('reads what the Python SDK reads: $baggage', ({ baggage, context }) => {
    const read = fieldsOf(RunContext.fromBaggage(baggage));
    expect(read).toEqual(context === null ? null : expect.objectContaining(read ?? {}));
    if (context !== null) {
      expect(context).toMatchObject(read as GoldenContext);
    }
  });
});
