import { trackDbOperation, trackMessagingOperation } from '@botanu/data';
import { ResourceEnricher } from '@botanu/processors';
import type { Workload } from '../contender';
import { HTTP_ATTRIBUTES, PLAIN_ATTRIBUTES, spanOf } from '../data-workload';
import { work } from '../subject';
import { registerTracing } from '../tracing';

export function database(): Workload {
  const { lastSpan } = registerTracing();
  return {
    operation: () =>
      trackDbOperation({ system: 'postgres', operation: 'select', database: 'desk' }, (call) => {
        const result = work();
        call.setResult({ rowsReturned: 12, bytesRead: 4096 });
        return result;
      }),
    evidence: () => lastSpan.describe(),
  };
}

export function message(): Workload {
  const { lastSpan } = registerTracing();
  return {
    operation: () =>
      trackMessagingOperation({ system: 'kafka', operation: 'publish', destination: 'tickets' }, (call) => {
        const result = work();
        call.setResult({ messageCount: 1, bytesTransferred: 4096 });
        return result;
      }),
    evidence: () => lastSpan.describe(),
  };
}

export function emptySpan(): Workload {
  return spanOf(registerTracing(new ResourceEnricher()), undefined);
}

export function plainSpan(): Workload {
  return spanOf(registerTracing(new ResourceEnricher()), PLAIN_ATTRIBUTES);
}

export function httpSpan(): Workload {
  return spanOf(registerTracing(new ResourceEnricher()), HTTP_ATTRIBUTES);
}
