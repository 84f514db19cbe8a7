import { context, propagation } from '@opentelemetry/api';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageSpanProcessor } from '@opentelemetry/baggage-span-processor';
import type { Workload } from '../contender';
import { spanWorkload } from '../span-workload';
import { customerIdOf, ENVIRONMENT, eventIdOf, RUN_ID, WORKFLOW } from '../subject';
import { registerTracing } from '../tracing';

export function stamp(): Workload {
  const baggage = propagation.createBaggage({
    'botanu.run_id': { value: RUN_ID },
    'botanu.workflow': { value: WORKFLOW },
    'botanu.event_id': { value: eventIdOf(0) },
    'botanu.customer_id': { value: customerIdOf(0) },
    'botanu.environment': { value: ENVIRONMENT },
  });
  return spanWorkload(registerTracing(new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS)), (fn) =>
    context.with(propagation.setBaggage(context.active(), baggage), fn),
  );
}
